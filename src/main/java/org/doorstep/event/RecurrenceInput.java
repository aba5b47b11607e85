package org.doorstep.event;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;

/** Sessions by a recurrence rule of RFC 5545, with days left out and starts added. */
record RecurrenceInput(
        String rule, Instant startsAt, int minutes, int capacity, List<LocalDate> except, List<Instant> additional) {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int MAX_MINUTES = 1_440;
    private static final int MAX_RULE = 200;

    /** The sessions in their order; fails with {@link Refused} when the rule cannot be read, does not end, or gives more than allowed. */
    List<SessionInput> sessions(int max) {
        if (minutes < 1 || minutes > MAX_MINUTES) {
            throw new Refused(InvalidInput.of("recurrence.minutes", "range", 1, MAX_MINUTES));
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
        RecurrenceRule parsed = parsed();
        Set<LocalDate> leftOut = new HashSet<>(except);
        List<Instant> starts = new ArrayList<>();
        RecurrenceRuleIterator iterator = parsed.iterator(startsAt.toEpochMilli(), TimeZone.getTimeZone(ZONE));
        // bounded by the days left out too, since a rule may meet none but those
        for (int i = 0; iterator.hasNext() && i <= max + leftOut.size(); i++) {
            Instant start = Instant.ofEpochMilli(iterator.nextMillis());
            if (!leftOut.contains(start.atZone(ZONE).toLocalDate())) {
                starts.add(start);
            }
        }
        return starts;
    }

    private RecurrenceRule parsed() {
        try {
            if (rule.length() <= MAX_RULE) {
                RecurrenceRule parsed = new RecurrenceRule(rule);
                if (!parsed.isInfinite()) {
                    return parsed;
                }
            }
        } catch (InvalidRecurrenceRuleException e) {
            throw new Refused(InvalidInput.of("recurrence.rule", "format"));
        }
        throw new Refused(InvalidInput.of("recurrence.rule", "rule-end"));
    }
}
