package org.doorstep.attendance;

/** The guardian is known to be reached by the phone. */
record GuardianPhoneConfirmed(RosterGuardian guardian) {}
