package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** The child is at another session and has not left it. */
record ArrivedElsewhere() implements Refusal {}
