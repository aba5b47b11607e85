package org.doorstep.attendance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** An arrival or a departure that a device recorded while it was offline. */
record CheckInInput(
        UUID nonce,
        String bookingId,
        CheckInKind kind,
        Instant at,
        @Nullable EscortInput broughtBy,
        @Nullable String healthNote,
        @Nullable EscortInput collectedBy,
        @Nullable IdentityCheck verifiedHow,
        // not in what the nonce stands for unless said, so that uploads from before are known again
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean leftAlone) {

    void check() {
        InputCheck check = new InputCheck().text(healthNote, "healthNote", 0, RecordArrival.MAX_HEALTH_NOTE);
        boolean departs = kind == CheckInKind.DEPARTURE;
        check.that(!departs || broughtBy == null, "broughtBy", "of-arrival")
                .that(!departs || healthNote == null, "healthNote", "of-arrival")
                .that(departs || collectedBy == null, "collectedBy", "of-departure")
                .that(departs || verifiedHow == null, "verifiedHow", "of-departure")
                .that(departs || !leftAlone, "leftAlone", "of-departure");
        if (departs) {
            RecordDepartureInput.departure(check, collectedBy != null, verifiedHow != null, leftAlone);
        }
        EscortInput.check(check, broughtBy, "broughtBy");
        EscortInput.check(check, collectedBy, "collectedBy");
        check.orRefuse();
    }

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "CheckInInput " + nonce;
    }
}
