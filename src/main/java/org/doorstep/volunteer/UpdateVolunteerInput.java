package org.doorstep.volunteer;

import java.util.List;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** What to change in the own profile. */
record UpdateVolunteerInput(
        @Nullable String displayName,
        @Nullable String phone,
        @Nullable String stationId,
        @Nullable List<String> skills) {
    void check() {
        InputCheck check = new InputCheck()
                .line(displayName, "displayName", 1, 40)
                .that(phone == null || PhoneNumbers.normal(phone) != null, "phone", "format")
                .count(skills == null ? 0 : skills.size(), "skills", 0, 20);
        VolunteerSkills.check(check, skills);
        check.orRefuse();
    }
}
