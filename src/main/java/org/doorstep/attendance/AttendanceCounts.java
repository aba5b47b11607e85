package org.doorstep.attendance;

/** How many children are booked for a session, came, and left. */
record AttendanceCounts(int expected, int arrived, int left) {}
