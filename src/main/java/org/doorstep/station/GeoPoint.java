package org.doorstep.station;

/** A point on the earth, in degrees of a datum. */
public record GeoPoint(double latitude, double longitude, Datum datum) {}
