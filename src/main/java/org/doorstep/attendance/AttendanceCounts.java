package org.doorstep.attendance;

/** How many children are booked for a session, came to the station, left, and of those went on; and how many joined online. */
record AttendanceCounts(int expected, int arrived, int left, int movedOn, int online) {}
