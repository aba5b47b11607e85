package org.doorstep.volunteer;

import java.util.UUID;

/** A shift to sign up for. */
record SignUpForShiftInput(UUID idempotencyKey, String shiftId) {}
