package org.doorstep.attendance;

import org.doorstep.event.CustodyKind;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;

/** A child that leaves: with somebody who collects it, alone, or with the guardian who stayed. */
record RecordDepartureInput(
        String bookingId,
        @Nullable CollectedByInput collectedBy,
        @Nullable IdentityCheck verifiedHow,
        boolean leftAlone) {

    void check() {
        InputCheck check = new InputCheck();
        departure(check, collectedBy != null, verifiedHow != null, leftAlone);
        check.orRefuse();
    }

    static void departure(InputCheck check, boolean collected, boolean verified, boolean alone) {
        check.that(!collected || verified, "verifiedHow", "required")
                .that(collected || !verified, "collectedBy", "required")
                .that(!collected || !alone, "leftAlone", "one-of", "collectedBy");
    }

    DepartureKind kind(CustodyKind custody) {
        return kind(custody, collectedBy != null, leftAlone);
    }

    /** Fails with {@link Refused} where somebody must collect the child and nobody is named. */
    static DepartureKind kind(CustodyKind custody, boolean collected, boolean alone) {
        if (collected) {
            return DepartureKind.HANDED_OVER;
        }
        if (alone) {
            return DepartureKind.LEFT_ALONE;
        }
        if (custody == CustodyKind.GUARDIAN_STAYS || custody == CustodyKind.NONE) {
            return DepartureKind.WITH_GUARDIAN;
        }
        throw new Refused(InvalidInput.of("collectedBy", "required"));
    }
}
