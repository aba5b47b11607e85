package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmallCellsTests {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final int JANUARY = 2025 * 12;
    private static final int TABLES = 300;

    @Test
    void a_table_without_small_cells_hides_nothing() {
        Map<Cell, Tally> table = new HashMap<>();
        count(table, JANUARY, A, 8);
        count(table, JANUARY, B, 40);
        count(table, JANUARY + 1, A, 15);

        assertThat(SmallCells.hidden(table)).isEmpty();
    }

    @Test
    void a_small_cell_takes_the_next_smallest_of_its_row_and_of_its_column_with_it() {
        Map<Cell, Tally> table = new HashMap<>();
        count(table, JANUARY, A, 3);
        count(table, JANUARY, B, 20);
        count(table, JANUARY, C, 50);
        count(table, JANUARY + 1, A, 30);
        count(table, JANUARY + 1, B, 60);
        count(table, JANUARY + 1, C, 90);

        Set<Cell> hidden = SmallCells.hidden(table);

        assertThat(hidden)
                .contains(
                        Cell.month(JANUARY, A),
                        Cell.month(JANUARY, B),
                        Cell.month(JANUARY + 1, A),
                        Cell.month(JANUARY + 1, B))
                .doesNotContain(
                        Cell.month(JANUARY, C),
                        Cell.month(JANUARY + 1, C),
                        Cell.month(JANUARY, null),
                        Cell.of(12, JANUARY, null));
    }

    @Test
    void a_hidden_sum_is_not_the_sum_of_shown_parts() {
        Map<Cell, Tally> table = new HashMap<>();
        count(table, JANUARY, A, 2);
        count(table, JANUARY + 1, A, 20);
        count(table, JANUARY + 1, B, 25);

        Set<Cell> hidden = SmallCells.hidden(table);

        assertThat(hidden).contains(Cell.month(JANUARY + 1, null));
        assertThat(hidden).containsAnyOf(Cell.month(JANUARY + 1, A), Cell.month(JANUARY + 1, B));
    }

    @Test
    void in_no_table_does_a_sum_give_away_a_hidden_cell() {
        Random random = new Random(20_251_123);
        int small = 0;
        for (int i = 0; i < TABLES; i++) {
            Map<Cell, Tally> table = randomTable(random);
            Set<Cell> hidden = SmallCells.hidden(table);
            small += hidden.isEmpty() ? 0 : 1;
            assertThat(givenAway(table, hidden)).as("table %s", i).isEmpty();
        }
        assertThat(small).as("tables that hide something").isGreaterThan(TABLES / 2);
    }

    @Test
    void hiding_small_cells_alone_would_give_some_away() {
        Map<Cell, Tally> table = new HashMap<>();
        count(table, JANUARY, A, 3);
        count(table, JANUARY + 1, A, 20);
        count(table, JANUARY + 2, A, 40);

        assertThat(givenAway(table, Set.of(Cell.month(JANUARY, A), Cell.month(JANUARY, null))))
                .contains(Cell.month(JANUARY, A));
        assertThat(givenAway(table, SmallCells.hidden(table))).isEmpty();
    }

    /** Hidden cells that are the only unknown of one of the sums a reader of all answers can write down. */
    private static List<Cell> givenAway(Map<Cell, Tally> table, Set<Cell> hidden) {
        List<Cell> givenAway = new ArrayList<>();
        for (Cell whole : table.keySet()) {
            List<Cell> stations = table.keySet().stream()
                    .filter(cell -> cell.station() != null && whole.equals(cell.allStations()))
                    .toList();
            List<Cell> blocks = table.keySet().stream()
                    .filter(cell -> whole.equals(cell.wider()))
                    .toList();
            List.of(stations, blocks).forEach(parts -> {
                List<Cell> sum = new ArrayList<>(parts);
                sum.add(whole);
                List<Cell> unknown = sum.stream().filter(hidden::contains).toList();
                if (!parts.isEmpty() && unknown.size() == 1) {
                    givenAway.addAll(unknown);
                }
            });
        }
        return givenAway;
    }

    private static Map<Cell, Tally> randomTable(Random random) {
        Map<Cell, Tally> table = new HashMap<>();
        int months = 1 + random.nextInt(14);
        for (int month = JANUARY; month < JANUARY + months; month++) {
            for (UUID station : List.of(A, B, C)) {
                if (random.nextInt(3) > 0) {
                    count(table, month, station, 1 + random.nextInt(random.nextBoolean() ? 12 : 60));
                }
            }
        }
        return table;
    }

    /** As many children, each of whom came once and nowhere else, in every cell that contains the month and station. */
    private static void count(Map<Cell, Tally> table, int month, UUID station, int children) {
        for (int size : Cell.SIZES) {
            add(table, Cell.of(size, month, station), children);
            add(table, Cell.of(size, month, (@Nullable UUID) null), children);
        }
    }

    private static void add(Map<Cell, Tally> table, Cell cell, int children) {
        table.merge(
                cell,
                new Tally(1, children, children, BigDecimal.ZERO),
                (a, b) -> new Tally(
                        a.sessions() + b.sessions(),
                        a.personTimes() + b.personTimes(),
                        a.children() + b.children(),
                        BigDecimal.ZERO));
    }
}
