package org.doorstep.family;

import java.time.Instant;
import org.doorstep.event.ConsentPurpose;

/** A text that guardians consent to. */
record ConsentPolicy(ConsentPurpose purpose, int version, String title, String body, Instant effectiveFrom) {}
