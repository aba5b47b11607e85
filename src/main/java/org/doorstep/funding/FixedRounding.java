package org.doorstep.funding;

import java.util.UUID;
import org.doorstep.platform.crypto.BlindIndex;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Rounds a count to a multiple of five, up or down as a secret of its own says: right on average, at most four off, and
 * the same at every question, so that asking often or from several sides tells no more than asking once.
 */
@Component
class FixedRounding {

    /** As many distinct children, from one on, are few enough to be recognised. */
    static final int FEW = 7;

    static final int STEP = 5;

    private final BlindIndex index;

    FixedRounding(BlindIndex index) {
        this.index = index;
    }

    /**
     * Arrivals at the sessions of an event in a month. It depends on nothing else, so that figures of whatever projects and
     * periods are sums of the same protected counts, and their differences are, too.
     *
     * @param places that were taken at these sessions, which others may have written down while they were public
     */
    int personTimes(UUID event, int month, int count, int places) {
        return rounded(count, places, secret("person-times", event + "/" + month));
    }

    /**
     * Different children; null when they were few.
     *
     * @param set the same for the same children, so that they are rounded alike in whatever project and period
     */
    @Nullable
    Integer children(int count, long set, int places) {
        if (count <= FEW) {
            return null;
        }
        int told = rounded(count, places, secret("children", String.valueOf(set)));
        // eight or nine may round to five, which is hidden, so that what is hidden may be more than seven
        return told <= STEP || places <= FEW + 1 ? null : told;
    }

    static int rounded(int count, int places, int threshold) {
        int down = count - count % STEP;
        int told = count % STEP < threshold ? down : down + STEP;
        // where all who had a place came, the next lower one: the highest would tell that they did
        return told - (STEP - 1) >= places && told > 0 ? told - STEP : told;
    }

    /** From which remainder on it is rounded up, 1 to 5: each as likely as the others. */
    private int secret(String what, String key) {
        byte[] mac = index.of(key, "outcome." + what);
        return 1 + Byte.toUnsignedInt(mac[mac.length - 1]) % STEP;
    }
}
