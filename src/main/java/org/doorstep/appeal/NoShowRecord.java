package org.doorstep.appeal;

import java.util.List;

/** The sessions that a child missed lately. */
record NoShowRecord(int count, List<NoShow> noShows) {

    static final NoShowRecord NONE = new NoShowRecord(0, List.of());

    static NoShowRecord of(List<NoShow> noShows) {
        return new NoShowRecord(
                (int) noShows.stream()
                        .filter(noShow -> noShow.excusedAt() == null)
                        .count(),
                noShows);
    }
}
