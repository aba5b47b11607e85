package org.doorstep.platform.limit;

import java.io.Serial;
import java.time.Duration;

/** An allowance is used up. Becomes the fault RATE_LIMITED. */
public final class Exhausted extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    Exhausted(Allowance allowance, Duration retryAfter) {
        super(allowance.name(), null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When there will be enough again for what was asked. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
