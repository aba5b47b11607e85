package org.doorstep.volunteer;

/** A shift to withdraw from. */
record WithdrawFromShiftInput(String shiftId) {}
