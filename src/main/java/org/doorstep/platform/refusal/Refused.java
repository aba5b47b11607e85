package org.doorstep.platform.refusal;

import java.io.Serial;

/** Carries a refusal out of a use case, and out of its transaction, which is thereby rolled back. */
public final class Refused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
