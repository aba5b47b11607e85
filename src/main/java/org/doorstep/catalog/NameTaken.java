package org.doorstep.catalog;

import org.doorstep.platform.refusal.Refusal;

/** Another service has the same name or code. */
record NameTaken() implements Refusal {}
