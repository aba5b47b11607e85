package org.doorstep.family;

import java.time.LocalDate;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.platform.time.CityTime;
import org.jspecify.annotations.Nullable;

/** Checks what is said of a child before anything is written. */
final class ChildDetails {

    private static final int MAX_NICKNAME = 30;
    private static final int MAX_NOTES = 1000;
    private static final int MAX_AGE = 18;

    private ChildDetails() {}

    /** Fails with {@link Refused} unless all that is not null can be accepted. */
    static void check(@Nullable String nickname, @Nullable LocalDate birthDate, @Nullable String notes) {
        InputCheck check = new InputCheck().line(nickname, "nickname", 1, MAX_NICKNAME);
        LocalDate today = LocalDate.now(CityTime.ZONE);
        check.that(
                        birthDate == null
                                || (!birthDate.isAfter(today) && !birthDate.isBefore(today.minusYears(MAX_AGE))),
                        "birthDate",
                        "birth-date")
                .text(notes, "notes", 0, MAX_NOTES)
                .orRefuse();
    }
}
