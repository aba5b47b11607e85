package org.doorstep.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** Ages are exact to the day, for each date of birth there is. */
@DoorstepTest
class AgeTests {

    private static final int MIN_AGE = 7;
    private static final int MAX_AGE = 12;
    /** A leap year, so that all 366 birth dates are in it. */
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

    @Autowired
    private DatabaseClient database;

    /** What an age rule says of a child on a day. */
    private record Verdict(LocalDate born, LocalDate day, int years, String misfit) {}

    @Test
    void a_child_is_old_enough_on_its_birthday_and_not_on_the_eve_whatever_its_birth_date() {
        List<Verdict> expected = around(MIN_AGE)
                .map(verdict -> new Verdict(
                        verdict.born(), verdict.day(), verdict.years(), verdict.years() < MIN_AGE ? "TOO_YOUNG" : ""))
                .toList();

        assertThat(expected).hasSize(366 * 3);
        assertThat(judged(expected)).containsExactlyElementsOf(expected);
    }

    @Test
    void a_child_is_too_old_on_the_birthday_after_the_last_age_and_not_on_its_eve() {
        List<Verdict> expected = around(MAX_AGE + 1)
                .map(verdict -> new Verdict(
                        verdict.born(), verdict.day(), verdict.years(), verdict.years() > MAX_AGE ? "TOO_OLD" : ""))
                .toList();

        assertThat(judged(expected)).containsExactlyElementsOf(expected);
    }

    @Test
    void a_child_of_29_february_has_its_birthday_on_the_28th_where_there_is_no_29th() {
        LocalDate born = LocalDate.of(2020, 2, 29);
        List<Verdict> expected = List.of(
                new Verdict(born, LocalDate.of(2027, 2, 27), 6, "TOO_YOUNG"),
                new Verdict(born, LocalDate.of(2027, 2, 28), 7, ""),
                new Verdict(born, LocalDate.of(2028, 2, 28), 7, ""),
                new Verdict(born, LocalDate.of(2028, 2, 29), 8, ""),
                new Verdict(born, born, 0, "TOO_YOUNG"));

        assertThat(judged(expected)).containsExactlyElementsOf(expected);
    }

    @Test
    void the_day_is_that_of_Shanghai() {
        assertThat(misfit("2020-05-02", "2027-05-01T15:59:59Z")).isEqualTo("TOO_YOUNG");
        assertThat(misfit("2020-05-02", "2027-05-01T16:00:00Z")).isEmpty();
    }

    /** The control: this is what intervals say, for most birth dates. */
    @Test
    void intervals_take_a_child_for_older_on_the_eve_of_its_birthday() {
        Integer wrong = database.sql("""
                        select count(*)::int from generate_series(date '2020-01-01', date '2020-12-31', '1 day') b(born)
                        where age(b.born + interval '7 years' - interval '1 day', b.born) >= make_interval(years => 7)
                        """).mapValue(Integer.class).one().block();

        assertThat(wrong).isGreaterThan(200);
    }

    /** Eve, birthday and the day after, with the years that the calendar counts. */
    private static Stream<Verdict> around(int years) {
        return FIRST.datesUntil(FIRST.plusYears(1)).flatMap(born -> {
            // 29 February becomes the 28th
            LocalDate birthday = MonthDay.from(born).atYear(born.getYear() + years);
            return Stream.of(
                    new Verdict(born, birthday.minusDays(1), years - 1, ""),
                    new Verdict(born, birthday, years, ""),
                    new Verdict(born, birthday.plusDays(1), years, ""));
        });
    }

    private List<Verdict> judged(List<Verdict> verdicts) {
        return database.sql("""
                        select v.born, v.day, completed_years(v.born, v.day),
                               coalesce(age_misfit(v.born, v.day + time '23:59' at time zone 'Asia/Shanghai', :min, :max), '')
                        from unnest(:born, :days) with ordinality v(born, day, place) order by v.place
                        """)
                .bind("min", MIN_AGE)
                .bind("max", MAX_AGE)
                .bind("born", verdicts.stream().map(Verdict::born).toArray(LocalDate[]::new))
                .bind("days", verdicts.stream().map(Verdict::day).toArray(LocalDate[]::new))
                .map(row -> new Verdict(
                        row.get(0, LocalDate.class),
                        row.get(1, LocalDate.class),
                        row.get(2, Integer.class),
                        row.get(3, String.class)))
                .all()
                .collectList()
                .block();
    }

    private String misfit(String born, String at) {
        return database.sql("select coalesce(age_misfit(:born::date, :at::timestamptz, :min, :max), '')")
                .bind("born", born)
                .bind("at", at)
                .bind("min", MIN_AGE)
                .bind("max", MAX_AGE)
                .mapValue(String.class)
                .one()
                .block();
    }
}
