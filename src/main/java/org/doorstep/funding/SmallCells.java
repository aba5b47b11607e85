package org.doorstep.funding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a project's outcomes are hidden from those who may not see exact figures. It is decided over the whole
 * table, so that two questions never have different answers whose difference is a hidden figure.
 */
final class SmallCells {

    /** As many distinct children, from one on, are few enough to be recognised. */
    static final int FEW = 7;

    private final Map<Cell, Tally> table = new LinkedHashMap<>();
    private final Set<Cell> hidden = new HashSet<>();

    private SmallCells(Map<Cell, Tally> tallies) {
        tallies.forEach((cell, tally) -> {
            if (cell.isOfTable() && tally.children() > 0) {
                table.put(cell, tally);
            }
        });
    }

    static Set<Cell> hidden(Map<Cell, Tally> tallies) {
        SmallCells cells = new SmallCells(tallies);
        cells.hideFew();
        cells.hideComplements();
        return cells.hidden;
    }

    private void hideFew() {
        table.forEach((cell, tally) -> {
            if (tally.children() <= FEW) {
                hidden.add(cell);
            }
        });
    }

    /** A sum and its parts of which one alone is hidden would give it away, whichever of them it is. */
    private void hideComplements() {
        Collection<List<Cell>> sums = sums();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<Cell> sum : sums) {
                if (sum.stream().filter(hidden::contains).count() == 1) {
                    sum.stream()
                            .filter(cell -> !hidden.contains(cell))
                            .min(bySize())
                            .ifPresent(hidden::add);
                    changed = true;
                }
            }
        }
    }

    /** Each cell with the cells that add up to it, by stations and by shorter blocks; cells without children left out. */
    private Collection<List<Cell>> sums() {
        Map<Cell, List<Cell>> byStations = new LinkedHashMap<>();
        Map<Cell, List<Cell>> byBlocks = new LinkedHashMap<>();
        table.keySet().forEach(cell -> {
            add(byStations, cell.allStations(), cell);
            add(byBlocks, cell.wider(), cell);
        });
        List<List<Cell>> sums = new ArrayList<>(byStations.values());
        sums.addAll(byBlocks.values());
        return sums;
    }

    private static void add(Map<Cell, List<Cell>> sums, @Nullable Cell whole, Cell part) {
        if (whole != null) {
            sums.computeIfAbsent(whole, w -> new ArrayList<>(List.of(w))).add(part);
        }
    }

    private Comparator<Cell> bySize() {
        return Comparator.comparingInt((Cell cell) -> tally(cell).children())
                .thenComparingInt(cell -> tally(cell).personTimes())
                // parts before their sum
                .thenComparingInt(Cell::size)
                .thenComparing(cell -> cell.station() == null)
                .thenComparingInt(Cell::first)
                .thenComparing(cell -> String.valueOf(cell.station()));
    }

    private Tally tally(Cell cell) {
        return table.getOrDefault(cell, Tally.ZERO);
    }
}
