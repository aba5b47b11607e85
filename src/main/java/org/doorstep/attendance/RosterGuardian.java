package org.doorstep.attendance;

import org.doorstep.family.GuardianRelation;
import org.doorstep.identity.PhoneVerification;
import org.jspecify.annotations.Nullable;

/**
 * A guardian of a booked child, as the station's staff see it.
 *
 * @param phone masked, unless there may be a reason to call
 * @param booked whether it is the one who booked
 * @param barred whether a bar in force names this name or this phone
 */
record RosterGuardian(
        String id,
        @Nullable String name,
        GuardianRelation relation,
        @Nullable String phone,
        @Nullable PhoneVerification phoneVerification,
        boolean booked,
        boolean barred) {

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "RosterGuardian " + id;
    }
}
