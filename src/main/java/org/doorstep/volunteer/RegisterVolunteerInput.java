package org.doorstep.volunteer;

import java.util.List;
import java.util.UUID;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** A volunteer to register. */
record RegisterVolunteerInput(
        UUID idempotencyKey, String displayName, @Nullable String phone, String stationId, List<String> skills) {
    void check() {
        InputCheck check = new InputCheck()
                .line(displayName, "displayName", 1, 40)
                .that(phone == null || PhoneNumbers.normal(phone) != null, "phone", "format")
                .count(skills.size(), "skills", 0, 20);
        VolunteerSkills.check(check, skills);
        check.orRefuse();
    }
}
