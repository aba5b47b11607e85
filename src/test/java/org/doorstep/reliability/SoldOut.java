package org.doorstep.reliability;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Replay.Moment;
import org.doorstep.reliability.Tables.SessionRow;

/** No place stays empty while somebody wants it: sold equals the capacity where the demand is as large. */
final class SoldOut implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Replay replay = new Replay(evidence.tables().sessions());
        evidence.tables().journal().forEach(replay::apply);
        Set<UUID> everFreed = everFreed(evidence.tables().journal());
        for (SessionRow session : evidence.tables().sessions()) {
            Moment end = replay.at(session.id());
            end.line.values().stream()
                    .filter(basket -> basket.fitsInto(end.free()))
                    .filter(basket -> !replay.isHindered(basket, session.id()))
                    .forEach(basket ->
                            broken.accept("session %s has %d free places, but basket %s with %d children waits"
                                    .formatted(
                                            session.id(),
                                            end.free(),
                                            basket.id(),
                                            basket.children().size())));
            if (!everFreed.contains(session.id())) {
                refusedInVain(evidence, session.id(), end.free(), broken);
            }
        }
    }

    private static Set<UUID> everFreed(List<Entry> journal) {
        Set<UUID> freed = journal.stream()
                .filter(BookingChange.class::isInstance)
                .map(BookingChange.class::cast)
                .filter(change -> Places.isTaken(change.from()) && !Places.isTaken(change.to()))
                .map(BookingChange::session)
                .collect(Collectors.toSet());
        Turn.bySession(journal).forEach((session, turns) -> {
            boolean changed = turns.stream()
                            .flatMap(turn -> turn.entries().stream())
                            .filter(SessionChange.class::isInstance)
                            .map(entry -> ((SessionChange) entry).capacity())
                            .distinct()
                            .count()
                    > 1;
            if (changed) {
                freed.add(session);
            }
        });
        return freed;
    }

    private static void refusedInVain(Evidence evidence, UUID session, int free, Consumer<String> broken) {
        Conclusion.of(evidence.calls()).stream()
                .filter(conclusion -> conclusion.is(Kind.BOOK)
                        && conclusion.is(Status.REFUSED)
                        && conclusion.operation().session().equals(session)
                        && conclusion.outcome().what().equals("SESSION_FULL"))
                .filter(conclusion -> free
                        >= (conclusion.operation().together()
                                ? conclusion.operation().children().size()
                                : 1))
                .forEach(conclusion -> broken.accept("%s was refused for want of places, but %d were never sold"
                        .formatted(conclusion.operation(), free)));
    }
}
