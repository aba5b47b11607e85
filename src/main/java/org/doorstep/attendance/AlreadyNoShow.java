package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;

/** It was recorded before that the child did not come. */
record AlreadyNoShow() implements Refusal {}
