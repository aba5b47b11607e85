package org.doorstep.identity;

import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** What to change in the viewer's profile; null leaves it as it is. */
record UpdateProfileInput(@Nullable String name, @Nullable ViewerLocale locale) {

    private static final int LONGEST_NAME = 50;

    void check() {
        new InputCheck().line(name, "name", 1, LONGEST_NAME).orRefuse();
    }

    @Nullable
    String trimmedName() {
        return name == null ? null : name.strip();
    }
}
