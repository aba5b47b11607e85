package org.doorstep.attendance;

import org.doorstep.custody.CollectorRelation;
import org.jspecify.annotations.Nullable;

/** Who brought or took a child. */
record Escort(
        EscortKind kind, @Nullable String name, @Nullable CollectorRelation relation) {
    /** Who brings or takes a child. */
    enum EscortKind {
        COLLECTOR,
        GUARDIAN,
        PASS_HOLDER,
        UNLISTED
    }

    /** Names no one, since records end up in logs. */
    @Override
    public String toString() {
        return "Escort " + kind;
    }
}
