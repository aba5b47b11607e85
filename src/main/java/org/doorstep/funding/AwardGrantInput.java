package org.doorstep.funding;

import java.time.LocalDate;
import java.util.UUID;

/** A grant to award. */
record AwardGrantInput(
        UUID idempotencyKey, String projectId, String foundationId, MoneyInput amount, LocalDate awardedOn) {}
