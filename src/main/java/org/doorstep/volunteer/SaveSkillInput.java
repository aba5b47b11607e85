package org.doorstep.volunteer;

import org.doorstep.platform.refusal.InputCheck;

/** A skill to add or rename. */
record SaveSkillInput(String code, String name, String nameEn, int position) {
    void check() {
        new InputCheck()
                .that(code.matches("[A-Z][A-Z0-9_]{1,39}"), "code", "format")
                .length(name, "name", 1, 20)
                .length(nameEn, "nameEn", 1, 40)
                .range(position, "position", 0, 100_000)
                .orRefuse();
    }
}
