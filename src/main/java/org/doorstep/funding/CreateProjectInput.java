package org.doorstep.funding;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.doorstep.platform.refusal.InputCheck;
import org.jspecify.annotations.Nullable;

/** A project to create. */
record CreateProjectInput(
        UUID idempotencyKey,
        String areaId,
        String title,
        String organisation,
        LocalDate startsOn,
        LocalDate endsOn,
        @Nullable String roundId,
        List<String> stationIds,
        List<BudgetLineInput> budget) {

    static final int MAX_STATIONS = 100;
    private static final int MAX_LINES = 50;
    private static final int MAX_NAME = 60;
    private static final int MAX_DAYS = 366 * 5;
    private static final int MIN_YEAR = 2000;
    private static final int MAX_YEAR = 2100;

    void check() {
        InputCheck check = new InputCheck()
                .line(title, "title", 2, MAX_NAME)
                .line(organisation, "organisation", 2, MAX_NAME)
                .range(startsOn.getYear(), "startsOn", MIN_YEAR, MAX_YEAR)
                .that(!endsOn.isBefore(startsOn), "endsOn", "order", "startsOn", "endsOn")
                .that(endsOn.isBefore(startsOn.plusDays(MAX_DAYS)), "endsOn", "years", MAX_DAYS / 365);
        checkIds(check, stationIds, "stationIds", MAX_STATIONS);
        checkBudget(check);
        check.orRefuse();
    }

    /** A list of ids is not too long and repeats none. */
    static void checkIds(InputCheck check, List<String> ids, String path, int max) {
        check.count(ids.size(), path, 0, max);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            check.that(seen.add(ids.get(i)), path + "[" + i + "]", "duplicate");
        }
    }

    private void checkBudget(InputCheck check) {
        check.count(budget.size(), "budget", 0, MAX_LINES);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < budget.size(); i++) {
            BudgetLineInput line = budget.get(i);
            String path = "budget[" + i + "]";
            check.line(line.name(), path + ".name", 1, MAX_NAME)
                    .that(names.add(line.name().strip()), path + ".name", "duplicate");
            line.amount().check(check, path + ".amount");
        }
    }
}
