package org.doorstep.funding;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of an outcome report. */
record OutcomeRow(@Nullable LocalDate month, @Nullable UUID stationUuid, OutcomeFigures figures) {}
