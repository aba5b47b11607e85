package org.doorstep.reliability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Decision;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Replay.Basket;
import org.doorstep.reliability.Replay.Moment;

/** Who waits is served by priority, then by time; nobody is passed over without a reason, and nobody jumps the queue. */
final class FirstComeFirstServed implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Replay replay = new Replay(evidence.tables().sessions());
        Undecided undecided = new Undecided(evidence);
        // the baskets that were decided about so far, in the transaction under way at a session
        Map<UUID, Set<UUID>> decided = new HashMap<>();
        Map<UUID, Long> under = new HashMap<>();
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof BookingChange change) {
                Moment before = replay.at(change.session());
                if (change.to().equals("OFFERED")) {
                    Long last = under.put(change.session(), change.transaction());
                    if (last == null || last != change.transaction()) {
                        decided.put(change.session(), new HashSet<>());
                    }
                    offered(change, before, decided.get(change.session()), broken);
                } else if (change.to().equals("CONFIRMED") && change.from() == null) {
                    booked(change, before, replay, undecided, broken);
                }
            } else if (entry instanceof Decision decision) {
                Long last = under.put(decision.session(), decision.transaction());
                if (last == null || last != decision.transaction()) {
                    decided.put(decision.session(), new HashSet<>());
                }
                decided.get(decision.session()).add(decision.basket());
                skipped(decision, replay.at(decision.session()), broken);
            }
            replay.apply(entry);
        }
        inRealTime(evidence, broken);
    }

    private static void offered(BookingChange change, Moment before, Set<UUID> decided, Consumer<String> broken) {
        Basket offered = before.line.get(change.basket());
        if (offered == null) {
            broken.accept("booking %s was offered a place without waiting".formatted(change.booking()));
            return;
        }
        before.line.values().stream()
                .filter(other ->
                        !other.id().equals(offered.id()) && other.isBefore(offered) && !decided.contains(other.id()))
                .forEach(other -> broken.accept("basket %s was offered a place before basket %s, which is ahead of it"
                        .formatted(offered.id(), other.id())));
    }

    private static void skipped(Decision decision, Moment now, Consumer<String> broken) {
        Basket basket = now.line.get(decision.basket());
        if (!decision.offered()
                && decision.reason().equals("NOT_ENOUGH_SEATS")
                && basket != null
                && basket.fitsInto(now.free())) {
            broken.accept("basket %s was passed over for want of places, but %d were free"
                    .formatted(decision.basket(), now.free()));
        }
    }

    private static void booked(
            BookingChange change, Moment before, Replay replay, Undecided undecided, Consumer<String> broken) {
        before.line.values().stream()
                .filter(basket -> !basket.id().equals(change.basket())
                        && basket.fitsInto(before.free())
                        && !replay.isHindered(basket, change.session())
                        && !undecided.was(basket.id(), change.basket()))
                .forEach(basket -> broken.accept("booking %s took a place that was enough for basket %s, which waits"
                        .formatted(change.booking(), basket.id())));
    }

    /** Who was told that they wait before another one even asked stands ahead of that one. */
    private static void inRealTime(Evidence evidence, Consumer<String> broken) {
        Map<UUID, BookingChange> written = evidence.tables().journal().stream()
                .filter(entry -> entry instanceof BookingChange change && change.from() == null)
                .map(BookingChange.class::cast)
                .collect(Collectors.toMap(BookingChange::booking, change -> change, (one, other) -> one));
        Map<UUID, List<Told>> bySession = Conclusion.of(evidence.calls()).stream()
                .filter(conclusion -> conclusion.outcome().what().equals("SessionWaitlisted"))
                .flatMap(conclusion -> Told.of(conclusion, written).stream())
                .collect(Collectors.groupingBy(told -> told.place().session()));
        bySession
                .values()
                .forEach(all -> all.forEach(one -> all.stream()
                        .filter(other -> one.toldAt() < other.askedAt()
                                && one.place().rank() == other.place().rank()
                                && other.place()
                                        .createdAt()
                                        .isBefore(one.place().createdAt()))
                        .forEach(other -> broken.accept("basket %s stands before basket %s, which was told earlier"
                                .formatted(other.place().basket(), one.place().basket())))));
    }

    /** A wait, when its client first asked for it and when the client was told of it. */
    private record Told(BookingChange place, long askedAt, long toldAt) {

        static Optional<Told> of(Conclusion conclusion, Map<UUID, BookingChange> written) {
            return conclusion.outcome().bookings().stream()
                    .map(written::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(place -> new Told(
                            place,
                            conclusion.calls().stream()
                                    .mapToLong(Call::invokedAt)
                                    .min()
                                    .orElseThrow(),
                            conclusion.calls().stream()
                                    .filter(call -> call.is(Status.OK))
                                    .mapToLong(Call::endedAt)
                                    .min()
                                    .orElseThrow()));
        }
    }
}
