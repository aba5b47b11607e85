package org.doorstep.reliability;

import java.util.function.Consumer;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Replay.Moment;

/** A place that is held for a family goes to nobody else, and is held for as long as was said. */
final class HeldPlaces implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Replay replay = new Replay(evidence.tables().sessions());
        for (Entry entry : evidence.tables().journal()) {
            if (entry instanceof BookingChange change) {
                Moment before = replay.at(change.session());
                boolean takes = Places.isTaken(change.to()) && !Places.isTaken(change.from());
                if (takes && before.free() <= 0 && before.free() + before.offered() > 0) {
                    broken.accept("booking %s took a place of session %s that was held for another family"
                            .formatted(change.booking(), change.session()));
                }
                if ("OFFERED".equals(change.from())
                        && change.to().equals("EXPIRED")
                        && change.heldUntil() != null
                        && change.at().isBefore(change.heldUntil())) {
                    broken.accept("the offer of booking %s ended at %s, but stood until %s"
                            .formatted(change.booking(), change.at(), change.heldUntil()));
                }
            }
            replay.apply(entry);
        }
    }
}
