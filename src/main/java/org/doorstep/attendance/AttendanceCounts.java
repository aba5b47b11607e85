package org.doorstep.attendance;

/** How many children are booked for a session, came, left, and of those went on to the next session. */
record AttendanceCounts(int expected, int arrived, int left, int movedOn) {}
