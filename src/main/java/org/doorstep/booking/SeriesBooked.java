package org.doorstep.booking;

import java.util.List;

/** Sessions of the series are booked, or waited for. */
record SeriesBooked(List<Booking> bookings, List<SkippedSession> skipped) {}
