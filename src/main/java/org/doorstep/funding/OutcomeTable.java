package org.doorstep.funding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.platform.graphql.Fault;
import org.jspecify.annotations.Nullable;

/** The exact outcomes of a project, and what of them a caller may see. */
final class OutcomeTable {

    static final int MAX_ROWS = 2_000;

    private final Map<Cell, Tally> tallies = new LinkedHashMap<>();
    private final Set<UUID> stations = new LinkedHashSet<>();

    /** Cells come in the order of their stations' names. */
    void put(Cell cell, Tally tally) {
        tallies.put(cell, tally);
        if (cell.station() != null) {
            stations.add(cell.station());
        }
    }

    OutcomeReport report(Project project, OutcomeRequest request) {
        Months asked = request.months(project);
        Viewpoint viewpoint = new Viewpoint(project, asked);
        return new OutcomeReport(
                asked.firstDay(),
                asked.lastDay(),
                viewpoint.ofWindow(null),
                project.isOpenToCaller() ? rows(viewpoint, request.by()) : null);
    }

    private List<OutcomeRow> rows(Viewpoint viewpoint, Set<OutcomeDimension> by) {
        boolean byStation = by.contains(OutcomeDimension.STATION);
        List<@Nullable UUID> places = new ArrayList<>();
        if (byStation) {
            places.addAll(stations);
        } else {
            places.add(null);
        }
        if (by.contains(OutcomeDimension.MONTH)) {
            int[] months = viewpoint.months();
            if ((long) months.length * places.size() > MAX_ROWS) {
                throw Fault.badRequest("outcomes.rows", MAX_ROWS);
            }
            return IntStream.of(months)
                    .boxed()
                    .flatMap(month -> places.stream()
                            .map(place ->
                                    new OutcomeRow(Months.firstDay(month), place, viewpoint.ofMonth(month, place))))
                    .toList();
        }
        return byStation
                ? places.stream()
                        .map(place -> new OutcomeRow(null, place, viewpoint.ofWindow(place)))
                        .toList()
                : List.of();
    }

    /** The table as the caller sees it, through the period asked for. */
    private final class Viewpoint {

        private final Project project;
        private final Months run;
        private final Months window;
        private final boolean exact;
        private final Set<Cell> hidden;

        Viewpoint(Project project, Months asked) {
            this.project = project;
            this.run = Months.of(project.startsOn(), project.endsOn());
            this.window = asked.within(run);
            this.exact = project.isManagedByCaller();
            this.hidden = exact ? Set.of() : SmallCells.hidden(tallies);
        }

        /** The months of the period in which the project ran, up to this one. */
        int[] months() {
            return IntStream.rangeClosed(window.first(), Math.min(window.last(), Months.month(project.today())))
                    .toArray();
        }

        OutcomeFigures ofMonth(int month, @Nullable UUID station) {
            Cell cell = Cell.month(month, station);
            return figures(cell, cell);
        }

        OutcomeFigures ofWindow(@Nullable UUID station) {
            return figures(Cell.window(station), block(station));
        }

        private OutcomeFigures figures(Cell cell, @Nullable Cell block) {
            Tally tally = tallies.getOrDefault(cell, Tally.ZERO);
            if (exact) {
                return OutcomeFigures.exact(tally);
            }
            return block == null || hidden.contains(block)
                    ? OutcomeFigures.suppressed(tally)
                    : OutcomeFigures.rounded(tally);
        }

        /** The block of the table that has the very months of the window; null when there is none. */
        private @Nullable Cell block(@Nullable UUID station) {
            return Cell.SIZES.stream()
                    .map(size -> Cell.of(size, window.first(), station))
                    .filter(cell -> cell.months().within(run).equals(window))
                    .findFirst()
                    .orElse(null);
        }
    }
}
