package org.doorstep.catalog;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** A service to add. */
record AddServiceInput(
        String code, String name, @Nullable String nameEn, String description, boolean basic, int position) {

    void check() {
        InputCheck check = new InputCheck().code(code, "code");
        ServiceTexts.check(check, name, nameEn, description);
        check.orRefuse();
    }
}
