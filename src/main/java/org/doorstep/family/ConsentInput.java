package org.doorstep.family;

import org.doorstep.event.ConsentPurpose;

/** What a guardian consents to. */
record ConsentInput(ConsentPurpose purpose, int version) {}
