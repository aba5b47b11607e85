package org.doorstep.station;

/** The level of an area. */
public enum AreaLevel {
    CITY,
    TOWN,
    COMMUNITY
}
