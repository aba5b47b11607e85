package org.doorstep.notification;

import java.util.List;
import java.util.UUID;

/** What a parent accepted in one tap. */
record GrantMessageCreditsInput(UUID idempotencyKey, List<String> templates) {}
