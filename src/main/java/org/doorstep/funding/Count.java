package org.doorstep.funding;

import org.jspecify.annotations.Nullable;

/** How many, as far as it may be told. */
record Count(@Nullable Integer value, Boolean suppressed, Boolean rounded) {

    private static final Count HIDDEN = new Count(null, true, false);

    static Count exact(int value) {
        return new Count(value, false, false);
    }

    /** A value that was rounded before. */
    static Count rounded(int value) {
        return new Count(value, false, true);
    }

    static Count hidden() {
        return HIDDEN;
    }
}
