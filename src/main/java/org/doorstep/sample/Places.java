package org.doorstep.sample;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.sample.SampleBookings.SampleChild;

/** Decides which children take the places of new sessions, the same way each time. */
final class Places {

    private record Candidate(SampleChild child, int reluctance) {}

    private final List<SampleChild> children;
    private final Neighbourhood neighbourhood;
    private final Instant now;
    private final Occupied occupied;

    Places(List<SampleChild> children, Neighbourhood neighbourhood, Occupied occupied, Instant now) {
        this.children = children;
        this.neighbourhood = neighbourhood;
        this.occupied = occupied;
        this.now = now;
    }

    boolean nobodyHasOne() {
        return occupied.isEmpty();
    }

    /**
     * Who takes part in a session: those who asked, then others, nearby families first. Call in the order of the
     * sessions.
     *
     * @param asked children who get a place before others
     */
    List<SampleChild> take(SampleSession session, List<UUID> asked) {
        if (session.bookingOpensAt().isAfter(now)) {
            return List.of();
        }
        List<SampleChild> taken = Stream.concat(
                        children.stream().filter(child -> asked.contains(child.id())),
                        children.stream()
                                .filter(child -> !asked.contains(child.id()))
                                .filter(child -> child.mayCome(session)
                                        && occupied.isFree(child.id(), session.startsAt(), session.endsAt()))
                                // what a demo persona books from now on, its visitor decides
                                .filter(child ->
                                        !child.demo() || session.endsAt().isBefore(now))
                                .map(child -> new Candidate(child, reluctance(child, session)))
                                .sorted(Comparator.comparingInt(Candidate::reluctance))
                                .map(Candidate::child))
                .limit(session.event().demand(session))
                .toList();
        taken.forEach(child -> occupied.add(child.id(), session.startsAt(), session.endsAt()));
        return taken;
    }

    private boolean isOverNearby(SampleChild child, SampleSession session) {
        return session.endsAt().isBefore(now)
                && neighbourhood.distance(child.id(), session.event().station()) == 0;
    }

    private int reluctance(SampleChild child, SampleSession session) {
        return neighbourhood.distance(child.id(), session.event().station())
                + SampleIds.choice(100, "reluctance" + child.id() + session.id());
    }
}
