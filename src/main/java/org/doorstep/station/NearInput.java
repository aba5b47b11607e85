package org.doorstep.station;

import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.page.Where;

/** A circle around a point. */
record NearInput(GeoPointInput point, int withinMeters) {
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

    private static final int MAX_RADIUS = 100_000;

    void addTo(Where where) {
        if (withinMeters < 1 || withinMeters > MAX_RADIUS) {
            throw Fault.badRequest("near.radius", MAX_RADIUS);
        }
        GeoPoint centre = point.inWgs84();
        where.and("earth_box(ll_to_earth(:lat, :lon), :radius) @> ll_to_earth(t.latitude, t.longitude)")
                .and(Station.DISTANCE_SQL.replace("{t}", "t") + " <= :radius")
                .bind("lat", centre.latitude())
                .bind("lon", centre.longitude())
                .bind("radius", (double) withinMeters);
    }
}
