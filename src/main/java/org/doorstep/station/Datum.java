package org.doorstep.station;

/**
 * A geodetic datum. GCJ-02 is an offset of WGS 84 that mainland Chinese maps use; its inverse is found by iteration to
 * within a centimetre.
 */
public enum Datum {
    GCJ02,
    WGS84;

    /** Semi-major axis in metres and squared eccentricity of the Krasovsky 1940 ellipsoid that GCJ-02 is defined on. */
    private static final double AXIS = 6378245.0;

    private static final double ECCENTRICITY = 0.00669342162296594323;
    private static final double PRECISION_DEGREES = 1e-7;
    private static final int MAX_ITERATIONS = 20;

    /** The point in this datum. */
    GeoPoint fromWgs84(double latitude, double longitude) {
        if (this == WGS84 || outsideChina(latitude, longitude)) {
            return new GeoPoint(latitude, longitude, this);
        }
        double[] offset = offset(latitude, longitude);
        return new GeoPoint(latitude + offset[0], longitude + offset[1], this);
    }

    /** The point in WGS 84. */
    GeoPoint toWgs84(double latitude, double longitude) {
        if (this == WGS84 || outsideChina(latitude, longitude)) {
            return new GeoPoint(latitude, longitude, WGS84);
        }
        double lat = latitude;
        double lon = longitude;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            GeoPoint there = GCJ02.fromWgs84(lat, lon);
            double missingLat = latitude - there.latitude();
            double missingLon = longitude - there.longitude();
            lat += missingLat;
            lon += missingLon;
            if (Math.abs(missingLat) < PRECISION_DEGREES && Math.abs(missingLon) < PRECISION_DEGREES) {
                break;
            }
        }
        return new GeoPoint(lat, lon, WGS84);
    }

    private static boolean outsideChina(double latitude, double longitude) {
        return longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271;
    }

    private static double[] offset(double latitude, double longitude) {
        double x = longitude - 105;
        double y = latitude - 35;
        double waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
        double north = -100
                + 2 * x
                + 3 * y
                + 0.2 * y * y
                + 0.1 * x * y
                + 0.2 * Math.sqrt(Math.abs(x))
                + waves
                + (20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI)) * 2 / 3
                + (160 * Math.sin(y / 12 * Math.PI) + 320 * Math.sin(y * Math.PI / 30)) * 2 / 3;
        double east = 300
                + x
                + 2 * y
                + 0.1 * x * x
                + 0.1 * x * y
                + 0.1 * Math.sqrt(Math.abs(x))
                + waves
                + (20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI)) * 2 / 3
                + (150 * Math.sin(x / 12 * Math.PI) + 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3;
        double phi = Math.toRadians(latitude);
        double flattening = 1 - ECCENTRICITY * Math.sin(phi) * Math.sin(phi);
        double meridian = AXIS * (1 - ECCENTRICITY) / (flattening * Math.sqrt(flattening));
        double parallel = AXIS / Math.sqrt(flattening) * Math.cos(phi);
        return new double[] {Math.toDegrees(north / meridian), Math.toDegrees(east / parallel)};
    }
}
