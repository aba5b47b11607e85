package org.doorstep.booking;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;

/** Children to book for the sessions of an event. */
record BookSeriesInput(
        UUID idempotencyKey,
        String eventId,
        List<String> childIds,
        @Nullable Instant from,
        Instant until,
        @Nullable DayPart dayPart,
        @Nullable FamilyPolicy familyPolicy,
        @Nullable IfFull ifFull,
        OnProblem onProblem) {

    String part() {
        return Objects.requireNonNullElse(dayPart, DayPart.WHOLE_DAY).name();
    }

    boolean skips() {
        return onProblem == OnProblem.SKIP_AND_REPORT;
    }

    /** Ends in {@link Refused} when nothing can be meant by it. */
    void check() {
        BookSession.checkChildren(childIds);
        if (from != null && !from.isBefore(until)) {
            throw new Refused(InvalidInput.of("until", "order", "from", "until"));
        }
    }

    /** What is asked for one of the sessions. */
    BookSessionInput of(UUID session) {
        return new BookSessionInput(idempotencyKey, Session.ID.encode(session), childIds, familyPolicy, ifFull);
    }
}
