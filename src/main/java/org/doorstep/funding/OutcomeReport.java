package org.doorstep.funding;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a project achieved in a period (成效报告). */
record OutcomeReport(
        LocalDate from,
        LocalDate until,
        OutcomeFigures total,
        @Nullable List<OutcomeRow> rows) {
    /** A row of an outcome report. */
    record OutcomeRow(@Nullable LocalDate month, @Nullable UUID stationUuid, OutcomeFigures figures) {}
}
