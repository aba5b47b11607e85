package org.doorstep.staffing;

import org.jspecify.annotations.Nullable;

/** Who is at a session now. */
record Presence(
        int expected,
        int arrived,
        int left,
        int carersPresent,
        @Nullable Integer childrenPerCarer) {

    public int present() {
        return arrived - left;
    }

    public boolean ratioKept() {
        return childrenPerCarer == null || present() <= carersPresent * childrenPerCarer;
    }
}
