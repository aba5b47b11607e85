package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"FREQ=WEEKLY", "FREQ=SOMETIMES;COUNT=2", "COUNT=2", "", "FREQ=SECONDLY;COUNT=100000"})
    void a_rule_that_cannot_be_read_does_not_end_or_gives_too_much_is_refused(String rule) {
        RecurrenceInput input = new RecurrenceInput(rule, SATURDAY, 60, 20, List.of(), List.of());

        assertThatThrownBy(() -> input.sessions(100))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(InvalidInput.class));
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
