package org.doorstep.custody;

import java.util.regex.Pattern;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** Checks what is said of a person who may or may not collect a child. */
final class CollectorDetails {

    static final int MAX_NAME = 40;
    private static final int MAX_NOTE = 500;
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 -]{4,18}[0-9]");

    private CollectorDetails() {}

    static InputCheck check(String name, @Nullable String phone, @Nullable String note) {
        return new InputCheck()
                .line(name, "name", 1, MAX_NAME)
                .that(phone == null || PHONE.matcher(phone.strip()).matches(), "phone", "format")
                .text(note, "note", 0, MAX_NOTE);
    }
}
