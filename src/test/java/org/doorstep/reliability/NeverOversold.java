package org.doorstep.reliability;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Outcome.Seats;
import org.doorstep.reliability.Replay.Moment;
import org.doorstep.reliability.Tables.SessionRow;

/** No session has more children than places: not at the end, not in between, and not in what anybody read. */
final class NeverOversold implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Turn.bySession(evidence.tables().journal())
                .forEach((session, turns) -> inBetween(evidence, session, turns, broken));
        evidence.tables().sessions().forEach(session -> atTheEnd(evidence, session, broken));
        readings(evidence, broken);
    }

    private static void inBetween(Evidence evidence, UUID session, List<Turn> turns, Consumer<String> broken) {
        Replay replay = new Replay(evidence.tables().sessions());
        Set<Long> ended = new HashSet<>();
        for (Turn turn : turns) {
            if (!ended.add(turn.transaction())) {
                broken.accept("transaction %d changed session %s while another one did"
                        .formatted(turn.transaction(), session));
            }
            turn.entries().forEach(replay::apply);
            Moment now = replay.at(session);
            if (now.holding.size() > now.capacity) {
                broken.accept("session %s had %d children on %d places after transaction %d"
                        .formatted(session, now.holding.size(), now.capacity, turn.transaction()));
            }
            if (now.taken != now.holding.size() || now.waiting != now.inLine()) {
                broken.accept("session %s counted %d taken and %d waiting after transaction %d, but had %d and %d"
                        .formatted(
                                session, now.taken, now.waiting, turn.transaction(), now.holding.size(), now.inLine()));
            }
        }
    }

    private static void atTheEnd(Evidence evidence, SessionRow session, Consumer<String> broken) {
        long taken = evidence.tables().bookings().stream()
                .filter(row -> row.session().equals(session.id()) && Places.isTaken(row.state()))
                .count();
        long waiting = evidence.tables().bookings().stream()
                .filter(row -> row.session().equals(session.id()) && row.state().equals("WAITLISTED"))
                .count();
        if (taken > session.capacity()) {
            broken.accept("session %s has %d bookings on %d places".formatted(session.id(), taken, session.capacity()));
        }
        if (taken != session.taken() || waiting != session.waiting()) {
            broken.accept("session %s says %d taken and %d waiting, but its bookings are %d and %d"
                    .formatted(session.id(), session.taken(), session.waiting(), taken, waiting));
        }
    }

    private static void readings(Evidence evidence, Consumer<String> broken) {
        Map<UUID, Set<Seats>> committed = new HashMap<>();
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof SessionChange change) {
                committed
                        .computeIfAbsent(change.session(), id -> new HashSet<>())
                        .add(new Seats(change.capacity(), change.capacity() - change.taken(), change.waiting()));
            }
        }
        for (Call call : evidence.calls()) {
            Seats seen = call.outcome().seats();
            if (seen == null) {
                continue;
            }
            UUID session = call.operation().session();
            if (seen.left() < 0 || seen.left() > seen.capacity()) {
                broken.accept("a reader saw %d of %d places left in session %s"
                        .formatted(seen.left(), seen.capacity(), session));
            } else if (!committed.getOrDefault(session, Set.of()).contains(seen)) {
                broken.accept("a reader saw %s in session %s, which it never had".formatted(seen, session));
            }
        }
    }
}
