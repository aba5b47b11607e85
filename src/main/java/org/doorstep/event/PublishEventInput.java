package org.doorstep.event;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** An event to publish. */
record PublishEventInput(
        UUID idempotencyKey,
        String stationId,
        String serviceId,
        String title,
        String description,
        EventKind kind,
        EventMode mode,
        @Nullable String onlineUrl,
        @Nullable CustodyKind custody,
        boolean movesOn,
        int minAge,
        int maxAge,
        BigDecimal fee,
        int bookingOpensHoursBefore,
        int bookingClosesHoursBefore,
        int cancelUntilHoursBefore,
        List<ConsentPurpose> requiredConsents,
        BookingRulesInput rules,
        @Nullable Integer childrenPerCarer,
        List<SessionInput> sessions,
        @Nullable RecurrenceInput recurrence) {

    private static final int MAX_SESSIONS = 100;
    private static final int MAX_URL = 500;
    private static final int MAX_OPENS_HOURS = 2_160;
    private static final int MAX_HOURS = 720;
    private static final int MAX_CHILDREN_PER_CARER = 50;
    private static final int CENTS = 2;
    private static final BigDecimal MAX_FEE = BigDecimal.valueOf(100_000);

    private static final Set<CustodyKind> IN_CARE = EnumSet.of(CustodyKind.HAND_OVER, CustodyKind.LEAVES_ALONE);

    /** In whose care the children are; unless said, nobody's online, and else the station's until they are collected. */
    CustodyKind custodyKind() {
        if (custody != null) {
            return custody;
        }
        return mode == EventMode.ONLINE ? CustodyKind.NONE : CustodyKind.HAND_OVER;
    }

    /** What can be said without knowing what time it is. */
    void check() {
        InputCheck check = new InputCheck();
        check.line(title, "title", 2, 80).text(description, "description", 0, 4_000);
        checkUrl(check);
        check.that(
                        custody == null || (custody == CustodyKind.NONE) == (mode == EventMode.ONLINE),
                        "custody",
                        "custody-of-mode")
                .that(!movesOn || mode != EventMode.ONLINE, "movesOn", "not-online")
                .range(minAge, "minAge", 0, Ages.MAX)
                .range(maxAge, "maxAge", Math.max(0, Math.min(minAge, Ages.MAX)), Ages.MAX)
                .that(fee.signum() >= 0 && fee.compareTo(MAX_FEE) <= 0, "fee", "range", 0, MAX_FEE)
                .that(fee.stripTrailingZeros().scale() <= CENTS, "fee", "format");
        checkWindow(check);
        if (childrenPerCarer != null) {
            check.range(childrenPerCarer, "childrenPerCarer", 1, MAX_CHILDREN_PER_CARER)
                    .that(IN_CARE.contains(custodyKind()), "childrenPerCarer", "in-care");
        }
        rules.check(check, "rules", bookingClosesHoursBefore);
        checkSessions(check);
        check.orRefuse();
    }

    /** The sessions one by one, then those of the rule. */
    List<SessionInput> allSessions() {
        if (recurrence == null) {
            return sessions;
        }
        return Stream.concat(sessions.stream(), recurrence.sessions(MAX_SESSIONS).stream())
                .toList();
    }

    private void checkUrl(InputCheck check) {
        if (onlineUrl == null) {
            check.that(mode == EventMode.IN_PERSON, "onlineUrl", "required");
        } else {
            check.line(onlineUrl, "onlineUrl", 9, MAX_URL).that(isHttps(onlineUrl), "onlineUrl", "format");
        }
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url.replace(OnlineUrls.TICKET, "ticket"));
            return "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void checkWindow(InputCheck check) {
        check.range(bookingOpensHoursBefore, "bookingOpensHoursBefore", 1, MAX_OPENS_HOURS)
                .range(bookingClosesHoursBefore, "bookingClosesHoursBefore", 0, MAX_HOURS)
                .that(
                        bookingClosesHoursBefore < bookingOpensHoursBefore,
                        "bookingClosesHoursBefore",
                        "below",
                        "bookingOpensHoursBefore")
                .range(cancelUntilHoursBefore, "cancelUntilHoursBefore", 0, MAX_HOURS);
    }

    private void checkSessions(InputCheck check) {
        List<SessionInput> all = allSessions();
        check.count(all.size(), "sessions", 1, MAX_SESSIONS);
        Set<Instant> starts = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).check(check, "sessions[" + i + "]");
            check.that(starts.add(all.get(i).startsAt()), "sessions[" + i + "].startsAt", "duplicate");
        }
    }
}
