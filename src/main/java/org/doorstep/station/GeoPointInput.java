package org.doorstep.station;

import org.doorstep.platform.graphql.Fault;

/** A point on the earth as a client gives it. */
record GeoPointInput(double latitude, double longitude, Datum datum) {

    /** The point in WGS 84; a {@code BAD_REQUEST} fault when it lies outside the range of degrees. */
    GeoPoint inWgs84() {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw Fault.badRequest("near.degrees");
        }
        return datum.toWgs84(latitude, longitude);
    }
}
