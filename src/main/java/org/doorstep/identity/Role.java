package org.doorstep.identity;

/** What a person may be; several at once, each bound to a station, an area or a foundation, or to nothing. */
public enum Role {
    GUARDIAN,
    VOLUNTEER,
    EXECUTIVE,
    STATION_STAFF,
    STATION_MASTER,
    FEDERATION,
    FOUNDATION,
    ADMIN
}
