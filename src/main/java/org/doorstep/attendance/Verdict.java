package org.doorstep.attendance;

import org.doorstep.attendance.RecordDeparture.NotReleased;
import org.doorstep.incident.IncidentKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether a child may go with somebody.
 *
 * @param refusal null when the child may go
 * @param incident what the station must look into; null when there is nothing
 */
record Verdict(
        Escorting hands,
        @Nullable NotReleased refusal,
        @Nullable IncidentKind incident) {

    static Verdict mayGo(Escorting hands) {
        return new Verdict(hands, null, null);
    }

    static Verdict refused(Escorting hands, NotReleased refusal) {
        return new Verdict(hands, refusal, null);
    }

    static Verdict alarmed(Escorting hands, NotReleased refusal, IncidentKind incident) {
        return new Verdict(hands, refusal, incident);
    }
}
