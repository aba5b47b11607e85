package org.doorstep.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;

/**
 * Recurrence rules as RFC 5545 (3.3.10) has them, for starts with a time and a zone. The library also reads what the RFC
 * forbids and then means something else by it: an UNTIL that is a day moves every start to midnight in UTC.
 */
final class StrictRule {

    private static final int MAX_LENGTH = 200;
    private static final int MAX_INTERVAL = 1_000;
    private static final Pattern UNTIL = Pattern.compile("(?:^|;)UNTIL=([^;]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY = Pattern.compile("\\d{8}");
    private static final DateTimeFormatter MOMENT_IN_UTC = DateTimeFormatter.ofPattern(
                    "uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneId.of("UTC"));

    private StrictRule() {}

    /** A rule that ends; fails with {@link Refused} that says what is wrong. */
    static RecurrenceRule parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw refused("rule-end");
        }
        requireUntilInUtc(text);
        RecurrenceRule rule = read(text);
        if (rule.isInfinite()) {
            throw refused("rule-end");
        }
        // RSCALE and SKIP are of RFC 7529; larger intervals overflow in the library
        if (text.endsWith(";")
                || rule.hasPart(Part.RSCALE)
                || rule.hasPart(Part.SKIP)
                || rule.getInterval() > MAX_INTERVAL) {
            throw refused("rule");
        }
        return rule;
    }

    private static RecurrenceRule read(String text) {
        try {
            return new RecurrenceRule(text, RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException e) {
            throw refused("rule");
        }
    }

    private static void requireUntilInUtc(String text) {
        Matcher until = UNTIL.matcher(text);
        while (until.find()) {
            String value = until.group(1);
            try {
                MOMENT_IN_UTC.parse(value, Instant::from);
            } catch (DateTimeException e) {
                // somebody who names a day means its end in Shanghai
                throw refused("rule-until", DAY.matcher(value).matches() ? value + "T155959Z" : "20261226T155959Z");
            }
        }
    }

    private static Refused refused(String key, Object... arguments) {
        return new Refused(InvalidInput.of("recurrence.rule", key, arguments));
    }
}
