package org.doorstep.family;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.doorstep.platform.refusal.InputProblem;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;

/** Checks what is said of a child before anything is written. */
final class ChildDetails {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int MAX_NICKNAME = 30;
    private static final int MAX_NOTES = 1000;
    private static final int MAX_AGE = 18;

    private ChildDetails() {}

    /** Fails with {@link Refused} unless all that is not null can be accepted. */
    static void check(@Nullable String nickname, @Nullable LocalDate birthDate, @Nullable String notes) {
        List<InputProblem> problems = new ArrayList<>();
        if (nickname != null && (nickname.isBlank() || nickname.length() > MAX_NICKNAME)) {
            problems.add(new InputProblem("nickname", "length", 1, MAX_NICKNAME));
        }
        LocalDate today = LocalDate.now(ZONE);
        if (birthDate != null && (birthDate.isAfter(today) || birthDate.isBefore(today.minusYears(MAX_AGE)))) {
            problems.add(new InputProblem("birthDate", "birth-date"));
        }
        if (notes != null && notes.length() > MAX_NOTES) {
            problems.add(new InputProblem("notes", "length", 0, MAX_NOTES));
        }
        if (!problems.isEmpty()) {
            throw new Refused(new InvalidInput(problems));
        }
    }
}
