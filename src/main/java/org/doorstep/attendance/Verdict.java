package org.doorstep.attendance;

import org.doorstep.platform.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a child may go with somebody.
 *
 * @param refusal null when the child may go
 * @param incident what the station must look into; null when there is nothing
 */
record Verdict(
        Hands hands, @Nullable Refusal refusal, @Nullable IncidentKind incident) {

    static Verdict mayGo(Hands hands) {
        return new Verdict(hands, null, null);
    }

    static Verdict refused(Hands hands, Refusal refusal) {
        return new Verdict(hands, refusal, null);
    }

    static Verdict alarmed(Hands hands, Refusal refusal, IncidentKind incident) {
        return new Verdict(hands, refusal, incident);
    }
}
