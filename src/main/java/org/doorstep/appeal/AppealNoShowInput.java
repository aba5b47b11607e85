package org.doorstep.appeal;

/** Why a missed session should not count. */
record AppealNoShowInput(String bookingId, String statement) {}
