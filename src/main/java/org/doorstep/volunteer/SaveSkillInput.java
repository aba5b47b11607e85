package org.doorstep.volunteer;

import org.doorstep.platform.refusal.InputCheck;

/** A skill to add or rename. */
record SaveSkillInput(String code, String name, String nameEn, int position) {
    void check() {
        new InputCheck()
                .code(code, "code")
                .line(name, "name", 1, 20)
                .line(nameEn, "nameEn", 1, 40)
                .range(position, "position", 0, 100_000)
                .orRefuse();
    }
}
