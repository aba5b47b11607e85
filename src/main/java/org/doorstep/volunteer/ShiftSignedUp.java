package org.doorstep.volunteer;

/** The caller has a place in the shift. */
record ShiftSignedUp(SignUp signUp) {}
