package org.doorstep.event;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.platform.time.CityTime;

/** Sessions by a recurrence rule of RFC 5545, with days left out and starts added. */
record RecurrenceInput(
        String rule, Instant startsAt, int minutes, int capacity, List<LocalDate> except, List<Instant> additional) {

    private static final int MAX_MINUTES = 1_440;

    /** The sessions in their order; fails with {@link Refused} when the rule cannot be read, does not end, or gives more than allowed. */
    List<SessionInput> sessions(int max) {
        if (minutes < 1 || minutes > MAX_MINUTES) {
            throw new Refused(InvalidInput.of("recurrence.minutes", "range", 1, MAX_MINUTES));
        }
        if (except.size() > max) {
            throw new Refused(InvalidInput.of("recurrence.except", "count", 0, max));
        }
        Set<Instant> starts = new TreeSet<>(byRule(max));
        starts.addAll(additional);
        if (starts.size() > max) {
            throw new Refused(InvalidInput.of("recurrence", "count", 1, max));
        }
        return starts.stream()
                .map(start -> new SessionInput(start, start.plus(Duration.ofMinutes(minutes)), capacity))
                .toList();
    }

    private List<Instant> byRule(int max) {
        RecurrenceRule parsed = StrictRule.parse(rule);
        // the library counts whole seconds
        Instant second = startsAt.truncatedTo(ChronoUnit.SECONDS);
        Duration fraction = Duration.between(second, startsAt);
        Set<LocalDate> leftOut = new HashSet<>(except);
        List<Instant> starts = new ArrayList<>();
        try {
            RecurrenceRuleIterator iterator =
                    parsed.iterator(second.toEpochMilli(), TimeZone.getTimeZone(CityTime.ZONE));
            // bounded by the days left out too, since a rule may meet none but those
            for (int i = 0; iterator.hasNext() && i <= max + leftOut.size(); i++) {
                Instant start = Instant.ofEpochMilli(iterator.nextMillis()).plus(fraction);
                if (i == 0 && !start.equals(startsAt)) {
                    throw new Refused(InvalidInput.of("recurrence.startsAt", "rule-start"));
                }
                if (!leftOut.contains(start.atZone(CityTime.ZONE).toLocalDate())) {
                    starts.add(start);
                }
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // the library gives up like this on a rule that meets no day, such as the 30th of February
            throw new Refused(InvalidInput.of("recurrence.rule", "rule-never"));
        }
        return starts;
    }
}
