package org.doorstep.funding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.funding.OutcomeReport.OutcomeRow;
import org.doorstep.platform.graphql.Fault;
import org.jspecify.annotations.Nullable;

/** The outcomes of a project, exact and as they are told, and which of the two a caller sees. */
final class OutcomeTable {

    static final int MAX_ROWS = 2_000;

    private final Map<Cell, Tally> months = new HashMap<>();
    private final Map<Cell, Children> children = new HashMap<>();
    private final Set<UUID> stations = new LinkedHashSet<>();

    private final FixedRounding rounding;

    OutcomeTable(FixedRounding rounding) {
        this.rounding = rounding;
    }

    /** Stations come in the order of their names; twice changes nothing. */
    void put(UUID station) {
        stations.add(station);
    }

    /** Adds what was done at a station in a month. */
    void add(int month, UUID station, Tally tally) {
        months.merge(Cell.month(month, station), tally, Tally::plus);
        months.merge(Cell.month(month, null), tally, Tally::plus);
    }

    void put(Cell cell, Children came) {
        children.put(cell, came);
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
            int[] asked = viewpoint.months();
            if ((long) asked.length * places.size() > MAX_ROWS) {
                throw Fault.badRequest("outcomes.rows", MAX_ROWS);
            }
            return IntStream.of(asked)
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

        Viewpoint(Project project, Months asked) {
            this.project = project;
            this.run = Months.of(project.startsOn(), project.endsOn());
            this.window = asked.within(run);
            this.exact = project.isManagedByCaller();
        }

        /** The months of the period in which the project ran, up to this one. */
        int[] months() {
            return IntStream.rangeClosed(window.first(), Math.min(window.last(), Months.month(project.today())))
                    .toArray();
        }

        OutcomeFigures ofMonth(int month, @Nullable UUID station) {
            Cell cell = Cell.month(month, station);
            return figures(months.getOrDefault(cell, Tally.ZERO), cell);
        }

        OutcomeFigures ofWindow(@Nullable UUID station) {
            Tally tally = IntStream.rangeClosed(window.first(), window.last())
                    .mapToObj(month -> months.getOrDefault(Cell.month(month, station), Tally.ZERO))
                    .reduce(Tally.ZERO, Tally::plus);
            return figures(tally, exact ? Cell.window(station) : block(station));
        }

        private OutcomeFigures figures(Tally tally, @Nullable Cell cell) {
            Children came = cell == null ? Children.NONE : children.getOrDefault(cell, Children.NONE);
            return exact
                    ? OutcomeFigures.exact(tally, came.exact())
                    : OutcomeFigures.told(tally, rounding.children(came.told(), came.set(), tally.places()));
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
