package org.doorstep.platform.refusal;

import java.io.Serial;
import reactor.core.publisher.Mono;

/** Carries a refusal out of a transaction, which is thereby rolled back. */
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

    /** The result of a mutation, or the refusal that ended it. */
    public static Mono<Object> orResult(Mono<?> result) {
        return result.cast(Object.class).onErrorResume(Refused.class, refused -> Mono.just(refused.refusal()));
    }
}
