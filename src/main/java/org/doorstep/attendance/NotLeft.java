package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** No departure was recorded. */
record NotLeft() implements Refusal {}
