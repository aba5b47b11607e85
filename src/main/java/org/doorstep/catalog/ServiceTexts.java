package org.doorstep.catalog;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** How long the texts of a service may be. */
final class ServiceTexts {

    private ServiceTexts() {}

    static void check(InputCheck check, @Nullable String name, @Nullable String nameEn, @Nullable String description) {
        check.line(name, "name", 2, 40).line(nameEn, "nameEn", 2, 80).text(description, "description", 0, 1000);
    }
}
