package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.doorstep.platform.refusal.CommonRefusal.InputProblem;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceInputTests {

    private static final Instant SATURDAY = at("2026-09-05T09:00:00+08:00");

    @Test
    void every_saturday_but_the_holiday_and_a_make_up_day() {
        RecurrenceInput input = new RecurrenceInput(
                "FREQ=WEEKLY;COUNT=5",
                SATURDAY,
                90,
                20,
                List.of(LocalDate.parse("2026-10-03")),
                List.of(at("2026-10-11T09:00:00+08:00")));

        assertThat(input.sessions(100))
                .extracting(SessionInput::startsAt)
                .containsExactly(
                        SATURDAY,
                        at("2026-09-12T09:00:00+08:00"),
                        at("2026-09-19T09:00:00+08:00"),
                        at("2026-09-26T09:00:00+08:00"),
                        at("2026-10-11T09:00:00+08:00"));
        assertThat(input.sessions(100))
                .allSatisfy(session -> assertThat(session.endsAt())
                        .isEqualTo(session.startsAt().plusSeconds(90 * 60)));
    }

    @Test
    void a_day_is_one_of_shanghai() {
        // 00:30 in Shanghai is the day before in UTC
        RecurrenceInput input = new RecurrenceInput(
                "FREQ=DAILY;UNTIL=20260907T160000Z",
                at("2026-09-06T00:30:00+08:00"),
                60,
                20,
                List.of(LocalDate.parse("2026-09-07")),
                List.of());

        assertThat(input.sessions(100))
                .extracting(SessionInput::startsAt)
                .containsExactly(at("2026-09-06T00:30:00+08:00"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    FREQ=WEEKLY                                         | recurrence.rule     | rule-end
                    FREQ=SOMETIMES;COUNT=2                              | recurrence.rule     | rule
                    COUNT=2                                             | recurrence.rule     | rule
                    ''                                                  | recurrence.rule     | rule
                    FREQ=SECONDLY;COUNT=100000                          | recurrence          | count
                    FREQ=WEEKLY;UNTIL=20261226                          | recurrence.rule     | rule-until
                    FREQ=WEEKLY;until=20261226                          | recurrence.rule     | rule-until
                    FREQ=WEEKLY;UNTIL=20261226T090000                   | recurrence.rule     | rule-until
                    FREQ=WEEKLY;UNTIL=20261301T090000Z                  | recurrence.rule     | rule-until
                    FREQ=WEEKLY;UNTIL=20260931T090000Z                  | recurrence.rule     | rule-until
                    FREQ=WEEKLY;UNTIL=                                  | recurrence.rule     | rule-until
                    FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2         | recurrence.rule     | rule-never
                    FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20261226T010000Z | recurrence.rule | rule-never
                    FREQ=MONTHLY;BYDAY=6SA;COUNT=2                      | recurrence.rule     | rule-never
                    FREQ=WEEKLY;BYDAY=MO,SA;BYSETPOS=9;COUNT=2          | recurrence.rule     | rule-never
                    FREQ=WEEKLY;BYDAY=1SA;COUNT=2                       | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=2;UNTIL=20261226T010000Z          | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=2;COUNT=3                         | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=2;BYMONTHDAY=3                    | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=0                                 | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=2;                                | recurrence.rule     | rule
                    FREQ=WEEKLY;INTERVAL=2147483647;COUNT=3             | recurrence.rule     | rule
                    FREQ=WEEKLY;COUNT=2;X-A=1                           | recurrence.rule     | rule
                    RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;COUNT=2            | recurrence.rule     | rule
                    FREQ=WEEKLY;UNTIL=20261226T010000Z;SKIP=OMIT        | recurrence.rule     | rule
                    FREQ=WEEKLY;BYDAY=SU;COUNT=2                        | recurrence.startsAt | rule-start
                    """)
    void a_rule_that_cannot_be_kept_is_refused_with_what_is_wrong(String rule, String path, String key) {
        RecurrenceInput input = new RecurrenceInput(rule, SATURDAY, 60, 20, List.of(), List.of());

        assertThatThrownBy(() -> input.sessions(100))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        InvalidInput.class,
                                        invalid -> assertThat(invalid.problems())
                                                .extracting(InputProblem::path, InputProblem::messageKey)
                                                .containsExactly(tuple(path, key))));
    }

    @Test
    void a_day_as_the_end_is_answered_with_the_moment_it_stands_for() {
        RecurrenceInput input =
                new RecurrenceInput("FREQ=WEEKLY;UNTIL=20261226", SATURDAY, 60, 20, List.of(), List.of());

        assertThatThrownBy(() -> input.sessions(100))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        InvalidInput.class,
                                        invalid -> assertThat(invalid.problems())
                                                .first()
                                                .satisfies(problem -> assertThat(problem.arguments())
                                                        .containsExactly("20261226T155959Z"))));
    }

    @Test
    void starts_keep_their_time_to_the_microsecond() {
        Instant precise = SATURDAY.plusNanos(123_456_000);
        RecurrenceInput input =
                new RecurrenceInput("FREQ=WEEKLY;UNTIL=20260912T155959Z", precise, 60, 20, List.of(), List.of());

        assertThat(input.sessions(100))
                .extracting(SessionInput::startsAt)
                .containsExactly(precise, precise.plus(7, ChronoUnit.DAYS));
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
