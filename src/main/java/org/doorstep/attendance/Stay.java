package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;

/** An attendance at the moment of a departure. */
record Stay(UUID attendance, UUID child, Instant arrivedAt, boolean left) {}
