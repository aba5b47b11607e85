package org.doorstep.funding;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the table of a project's outcomes: a block of months at a station or at all of them. The blocks of one size
 * do not overlap, and each lies within one of the next size.
 *
 * @param size months of the block, or {@link #WINDOW}
 * @param first the first month of the block
 * @param station null for all stations together
 */
record Cell(int size, int first, @Nullable UUID station) {

    /** The size of the period asked for, which is no part of the table: it may overlap any block. */
    static final int WINDOW = 0;

    static final int MONTH = 1;

    /** Longer than any project, so that all of it lies in one block. */
    private static final int WHOLE_PROJECT = 120_000;

    /** A month, a quarter, a half-year, a year, the whole project: each divides the next. */
    static final List<Integer> SIZES = List.of(MONTH, 3, 6, Months.A_YEAR, WHOLE_PROJECT);

    static Cell window(@Nullable UUID station) {
        return new Cell(WINDOW, 0, station);
    }

    static Cell month(int month, @Nullable UUID station) {
        return new Cell(MONTH, month, station);
    }

    static Cell of(int size, int month, @Nullable UUID station) {
        return new Cell(size, month - month % size, station);
    }

    Months months() {
        return new Months(first, first + size - 1);
    }
}
