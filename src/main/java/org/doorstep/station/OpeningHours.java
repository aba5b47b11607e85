package org.doorstep.station;

import java.time.DayOfWeek;
import java.time.LocalTime;

/** A span of an ordinary week in which a station is open. */
record OpeningHours(DayOfWeek day, LocalTime opensAt, LocalTime closesAt) {}
