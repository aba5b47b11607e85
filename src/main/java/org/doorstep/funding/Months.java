package org.doorstep.funding;

import java.time.LocalDate;

/**
 * Consecutive calendar months, each counted from the year 0 so that quarters, half-years and years begin at multiples of
 * their size.
 *
 * @param last the last month; before the first when there is none
 */
record Months(int first, int last) {

    static final int A_YEAR = 12;

    static Months of(LocalDate from, LocalDate until) {
        return new Months(month(from), month(until));
    }

    static int month(LocalDate day) {
        return day.getYear() * A_YEAR + day.getMonthValue() - 1;
    }

    static LocalDate firstDay(int month) {
        return LocalDate.of(month / A_YEAR, month % A_YEAR + 1, 1);
    }

    LocalDate firstDay() {
        return firstDay(first);
    }

    LocalDate lastDay() {
        return firstDay(last + 1).minusDays(1);
    }

    Months within(Months other) {
        return new Months(Math.max(first, other.first), Math.min(last, other.last));
    }
}
