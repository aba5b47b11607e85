package org.doorstep.attendance;

import java.time.Instant;

/** A child whom nobody collected, and the last step that was taken. */
record Overdue(Instant since, Integer step) {}
