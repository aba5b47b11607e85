package org.doorstep.volunteer;

/** A clock-in or clock-out to record. */
record RecordShiftAttendanceInput(String signUpId, ShiftMark mark) {}
