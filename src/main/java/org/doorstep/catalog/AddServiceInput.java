package org.doorstep.catalog;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** A service to add. */
record AddServiceInput(
        String code, String name, @Nullable String nameEn, String description, boolean basic, int position) {

    private static final String CODE = "[A-Z][A-Z0-9_]{1,39}";

    void check() {
        InputCheck check = new InputCheck().that(code.matches(CODE), "code", "format");
        ServiceTexts.check(check, name, nameEn, description);
        check.orRefuse();
    }
}
