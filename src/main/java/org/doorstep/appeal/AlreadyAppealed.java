package org.doorstep.appeal;

import org.doorstep.platform.refusal.Refusal;

/** The family has appealed against this no-show. */
record AlreadyAppealed() implements Refusal {}
