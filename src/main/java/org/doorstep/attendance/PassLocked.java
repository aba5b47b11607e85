package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** Too many codes were tried for the child. */
record PassLocked() implements Refusal {}
