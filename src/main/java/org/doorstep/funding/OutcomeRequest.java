package org.doorstep.funding;

import graphql.schema.DataFetchingEnvironment;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.doorstep.platform.graphql.Fault;
import org.jspecify.annotations.Nullable;

/** The period and the rows that an outcome report is asked for. */
record OutcomeRequest(@Nullable LocalDate from, @Nullable LocalDate until, Set<OutcomeDimension> by) {

    private static final int MAX_YEAR = 9998;

    OutcomeRequest {
        if ((from != null && (from.getDayOfMonth() != 1 || !isUsual(from)))
                || (until != null && (until.getDayOfMonth() != until.lengthOfMonth() || !isUsual(until)))) {
            throw Fault.badRequest("outcomes.months");
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw Fault.badRequest("dates-reversed", "from", "until");
        }
    }

    static OutcomeRequest of(DataFetchingEnvironment environment) {
        Set<OutcomeDimension> by = EnumSet.noneOf(OutcomeDimension.class);
        Objects.requireNonNull(environment.<List<?>>getArgument("by"))
                .forEach(name -> by.add(OutcomeDimension.valueOf(String.valueOf(name))));
        return new OutcomeRequest(environment.getArgument("from"), environment.getArgument("until"), by);
    }

    private static boolean isUsual(LocalDate day) {
        return day.getYear() > 0 && day.getYear() <= MAX_YEAR;
    }

    /** The months asked for; those of the project where nothing was said. */
    Months months(Project project) {
        return Months.of(from == null ? project.startsOn() : from, until == null ? project.endsOn() : until);
    }

    int firstMonth() {
        return from == null ? 0 : Months.month(from);
    }

    int lastMonth() {
        return until == null ? Integer.MAX_VALUE : Months.month(until);
    }
}
