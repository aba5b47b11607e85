package org.doorstep.volunteer;

/** The mark is on record. */
record ShiftAttendanceRecorded(SignUp signUp) {}
