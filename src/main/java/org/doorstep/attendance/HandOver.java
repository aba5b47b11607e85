package org.doorstep.attendance;

import java.time.Instant;

/** When a child left, with whom, and how the person was known. */
record HandOver(Instant leftAt, Escort collectedBy, IdentityCheck verifiedHow) {}
