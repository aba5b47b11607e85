package org.doorstep.identity;

import org.doorstep.platform.text.PlainText;
import org.jspecify.annotations.Nullable;

/** What to change in the viewer's profile; null leaves it as it is. */
record UpdateProfileInput(@Nullable String name, @Nullable ViewerLocale locale) {

    private static final int LONGEST_NAME = 50;

    boolean hasValidName() {
        return name == null
                || (!name.isBlank() && name.codePointCount(0, name.length()) <= LONGEST_NAME && PlainText.isLine(name));
    }
}
