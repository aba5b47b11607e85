package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.funding.TestFunding.TestProject;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFunding.class})
class OutcomesTests {

    private static final String OUTCOMES = """
            query($id: ID!, $from: Date, $until: Date, $by: [OutcomeDimension!]! = []) {
              project(id: $id) {
                outcomes(from: $from, until: $until, by: $by) {
                  from until
                  total { ...figures }
                  rows { month station { name } figures { ...figures } }
                }
              }
            }
            fragment figures on OutcomeFigures {
              sessionsHeld volunteerHours
              personTimes { value suppressed rounded } distinctChildren { value suppressed rounded }
            }
            """;

    @Autowired
    private TestFunding funding;

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Test
    void exact_figures_by_month_and_station_are_counted_from_rows() {
        TestProject project = funding.project("2025-07-01", "2025-09-30");
        UUID elsewhere = funding.eventElsewhere(project);
        List<UUID> children = funding.children(5);
        UUID first = funding.session(project.event(), "2025-07-05T09:00", children.subList(0, 3));
        funding.session(project.event(), "2025-07-12T09:00", children.subList(1, 4));
        funding.session(elsewhere, "2025-07-13T09:00", children.subList(3, 5));
        funding.session(elsewhere, "2025-09-06T09:00", children.subList(0, 1));
        funding.volunteered(first, "2.50");
        funding.volunteered(first, "1.25");

        Report report = exact(project, "2025-07-01", "2025-09-30", "MONTH", "STATION");

        assertThat(report.total()).isEqualTo("4 sessions, 9 person-times, 5 children, 3.75 hours");
        assertThat(report.rows().stream().map(OutcomesTests::text))
                .containsExactlyInAnyOrder(
                        "2025-07-01 a: 2 sessions, 6 person-times, 4 children, 3.75 hours",
                        "2025-07-01 b: 1 sessions, 2 person-times, 2 children, 0 hours",
                        "2025-08-01 a: 0 sessions, 0 person-times, 0 children, 0 hours",
                        "2025-08-01 b: 0 sessions, 0 person-times, 0 children, 0 hours",
                        "2025-09-01 a: 0 sessions, 0 person-times, 0 children, 0 hours",
                        "2025-09-01 b: 1 sessions, 1 person-times, 1 children, 0 hours");
    }

    @Test
    void who_joined_online_counts_like_who_came() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        List<UUID> children = funding.children(3);
        UUID session = funding.session(project.event(), "2025-07-05T09:00", children);
        funding.session(project.event(), "2025-07-12T09:00", children.subList(0, 1));
        funding.online(session);

        assertThat(exact(project, null, null).total()).isEqualTo("2 sessions, 4 person-times, 3 children, 0 hours");
    }

    @Test
    void a_child_who_came_in_two_months_is_one_child_of_the_period() {
        TestProject project = funding.project("2025-07-01", "2025-08-31");
        List<UUID> children = funding.children(2);
        funding.session(project.event(), "2025-07-05T09:00", children);
        funding.session(project.event(), "2025-08-05T09:00", children);

        Report report = exact(project, null, null, "MONTH");

        assertThat(report.total()).isEqualTo("2 sessions, 4 person-times, 2 children, 0 hours");
        assertThat(report.texts())
                .containsExactly(
                        "2025-07-01: 1 sessions, 2 person-times, 2 children, 0 hours",
                        "2025-08-01: 1 sessions, 2 person-times, 2 children, 0 hours");
    }

    @Test
    void a_session_belongs_to_the_month_it_began_in_in_shanghai() {
        TestProject project = funding.project("2025-07-01", "2025-08-31");
        List<UUID> children = funding.children(1);
        // 16:30 on 31 July in UTC
        funding.session(project.event(), "2025-08-01T00:30", children);
        // 23:30 on 31 July, ends in August
        funding.session(project.event(), "2025-07-31T23:10", children);

        assertThat(exact(project, null, null, "MONTH").texts())
                .containsExactly(
                        "2025-07-01: 1 sessions, 1 person-times, 1 children, 0 hours",
                        "2025-08-01: 1 sessions, 1 person-times, 1 children, 0 hours");
    }

    @Test
    void only_sessions_within_the_projects_days_count() {
        TestProject project = funding.project("2025-07-10", "2025-08-20");
        List<UUID> children = funding.children(1);
        funding.session(project.event(), "2025-07-09T22:00", children);
        funding.session(project.event(), "2025-07-10T00:00", children);
        funding.session(project.event(), "2025-08-20T22:00", children);
        funding.session(project.event(), "2025-08-21T00:00", children);

        assertThat(exact(project, null, null).total()).isEqualTo("2 sessions, 2 person-times, 1 children, 0 hours");
    }

    @Test
    void an_arrival_that_was_taken_back_does_not_count() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        UUID session = funding.session(project.event(), "2025-07-05T09:00", funding.children(3));
        assertThat(exact(project, null, null).total()).isEqualTo("1 sessions, 3 person-times, 3 children, 0 hours");
        TestPerson admin = people.admin();
        String booking = funding.bookings(session).get(0);
        for (String mutation : List.of("revertDeparture", "revertArrival")) {
            anonymous
                    .mutate()
                    .headers(admin::authorize)
                    .build()
                    .document("mutation { %1$s(input: {bookingId: \"%2$s\", reason: \"点错了名字\"}) { __typename } }"
                            .formatted(mutation, booking))
                    .execute()
                    .path(mutation + ".__typename")
                    .entity(String.class)
                    .matches(type -> type.endsWith("Reverted"));
        }

        assertThat(exact(project, null, null).total()).isEqualTo("1 sessions, 2 person-times, 2 children, 0 hours");
    }

    @Test
    void a_cancelled_session_was_not_held_and_one_without_an_arrival_was() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        UUID cancelled = funding.session(project.event(), "2025-07-05T09:00", funding.children(2));
        funding.cancel(cancelled);
        funding.volunteered(cancelled, "3");
        UUID empty = funding.session(project.event(), "2025-07-06T09:00");
        funding.volunteered(empty, "1.5");

        assertThat(exact(project, null, null).total()).isEqualTo("1 sessions, 0 person-times, 0 children, 1.50 hours");
        assertThat(asFunder(project, null, null).total())
                .as("whether a child came is hidden")
                .isEqualTo("1 sessions, hidden person-times, hidden children, 1.50 hours");
    }

    @Test
    void a_session_that_has_not_ended_does_not_count_yet() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        TestProject project = funding.project(
                today.withDayOfMonth(1).toString(), today.plusMonths(2).toString());
        funding.session(project.event(), today.plusDays(1) + "T09:00", funding.children(2));

        Report report = exact(project, null, null, "MONTH");

        assertThat(report.total()).isEqualTo("0 sessions, 0 person-times, 0 children, 0 hours");
        assertThat(report.texts())
                .as("months up to this one")
                .containsExactly(today.withDayOfMonth(1) + ": 0 sessions, 0 person-times, 0 children, 0 hours");
    }

    @Test
    void events_that_are_not_linked_do_not_count() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        TestProject other = funding.project("2025-07-01", "2025-07-31");
        funding.session(other.event(), "2025-07-05T09:00", funding.children(2));

        assertThat(exact(project, null, null).total()).isEqualTo("0 sessions, 0 person-times, 0 children, 0 hours");
        assertThat(exact(other, null, null).total()).isEqualTo("1 sessions, 2 person-times, 2 children, 0 hours");
    }

    @Test
    void a_foundation_sees_counts_rounded_to_five_up_or_down() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        List<UUID> children = funding.children(13);
        UUID session = funding.session(project.event(), "2025-07-05T09:00", children);
        funding.session(project.event(), "2025-07-06T09:00", children.subList(0, 9));
        funding.volunteered(session, "2.25");

        assertThat(asFunder(project, null, null).total())
                .matches("2 sessions, ~2[05] person-times, ~1[05] children, 2.25 hours")
                .isEqualTo(asFunder(project, null, null).total());
        assertThat(exact(project, null, null).total())
                .isEqualTo("2 sessions, 22 person-times, 13 children, 2.25 hours");
    }

    @Test
    void seven_children_are_hidden_and_ten_are_not() {
        TestProject seven = funding.project("2025-07-01", "2025-07-31");
        List<UUID> children = funding.children(7);
        funding.session(seven.event(), "2025-07-05T09:00", children);
        funding.session(seven.event(), "2025-07-06T09:00", children);
        TestProject ten = funding.project("2025-07-01", "2025-07-31");
        funding.session(ten.event(), "2025-07-07T09:00", funding.children(10));
        TestProject none = funding.project("2025-07-01", "2025-07-31");

        assertThat(asFunder(seven, null, null).total())
                .isEqualTo("2 sessions, hidden person-times, hidden children, 0 hours");
        assertThat(asFunder(ten, null, null).total()).isEqualTo("1 sessions, ~10 person-times, ~10 children, 0 hours");
        assertThat(asFunder(none, null, null).total()).isEqualTo("0 sessions, ~0 person-times, ~0 children, 0 hours");
    }

    @Test
    void person_times_of_rows_add_up_to_the_total() {
        TestProject project = funding.project("2025-07-01", "2025-09-30");
        UUID elsewhere = funding.eventElsewhere(project);
        List<UUID> children = funding.children(16);
        for (String month : List.of("07", "08", "09")) {
            funding.session(project.event(), "2025-" + month + "-05T09:00", children.subList(0, 12));
            funding.session(project.event(), "2025-" + month + "-12T09:00", children.subList(0, 14));
            funding.session(elsewhere, "2025-" + month + "-06T09:00", children.subList(0, 13));
            funding.session(elsewhere, "2025-" + month + "-13T09:00", children);
        }

        for (String[] by : new String[][] {{"MONTH"}, {"STATION"}, {"MONTH", "STATION"}}) {
            Report report = asFunder(project, null, null, by);
            assertThat(report.rows().stream()
                            .mapToInt(row -> personTimes(row.get("figures")))
                            .sum())
                    .isEqualTo(personTimes(report.answer().get("total")))
                    .isBetween(165 - 4 * 6, 165 + 4 * 6);
        }
    }

    @Test
    void the_same_children_are_rounded_alike_in_every_project() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        TestProject other = funding.project("2025-06-01", "2025-12-31");
        funding.session(project.event(), "2025-07-05T09:00", funding.children(13));
        funding.link(other, project.event());

        assertThat(asFunder(other, "2025-07-01", "2025-07-31").total())
                .isEqualTo(asFunder(project, null, null).total());
    }

    @Test
    void a_small_month_is_hidden_and_takes_no_other_with_it() {
        TestProject project = funding.project("2025-07-01", "2025-09-30");
        funding.session(project.event(), "2025-07-05T09:00", funding.children(3));
        funding.session(project.event(), "2025-08-05T09:00", funding.children(10));
        funding.session(project.event(), "2025-09-05T09:00", funding.children(20));

        assertThat(asFunder(project, null, null, "MONTH").texts())
                .containsExactly(
                        "2025-07-01: 1 sessions, hidden person-times, hidden children, 0 hours",
                        "2025-08-01: 1 sessions, ~10 person-times, ~10 children, 0 hours",
                        "2025-09-01: 1 sessions, ~20 person-times, ~20 children, 0 hours");
    }

    @Test
    void a_period_that_is_no_calendar_block_is_hidden() {
        TestProject project = funding.project("2025-07-01", "2025-09-30");
        for (String day : List.of("2025-07-05", "2025-08-05", "2025-09-05")) {
            funding.session(project.event(), day + "T09:00", funding.children(10));
        }

        assertThat(asFunder(project, "2025-07-01", "2025-09-30").total())
                .isEqualTo("3 sessions, ~30 person-times, ~30 children, 0 hours");
        assertThat(asFunder(project, "2025-08-01", "2025-08-31").total())
                .isEqualTo("1 sessions, ~10 person-times, ~10 children, 0 hours");
        for (String[] period : new String[][] {{"2025-07-01", "2025-08-31"}, {"2025-08-01", "2025-09-30"}}) {
            assertThat(asFunder(project, period[0], period[1]).total())
                    .isEqualTo("2 sessions, hidden person-times, hidden children, 0 hours");
            assertThat(exact(project, period[0], period[1]).total())
                    .isEqualTo("2 sessions, 20 person-times, 20 children, 0 hours");
        }
    }

    @Test
    void a_month_that_is_not_over_is_hidden_from_a_foundation() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        TestProject project = funding.project(
                today.minusMonths(1).toString(), today.plusMonths(1).toString());
        funding.session(
                project.event(),
                LocalDateTime.now(ZoneId.of("Asia/Shanghai")).minusHours(2).toString(),
                funding.children(10));

        assertThat(exact(project, null, null).total()).isEqualTo("1 sessions, 10 person-times, 10 children, 0 hours");
        assertThat(asFunder(project, null, null).total())
                .isEqualTo("1 sessions, hidden person-times, hidden children, 0 hours");
    }

    @Test
    void a_month_of_an_event_that_the_project_has_in_part_does_not_count_for_a_foundation() {
        TestProject project = funding.project("2025-07-10", "2025-08-31");
        List<UUID> children = funding.children(10);
        funding.session(project.event(), "2025-07-09T09:00", children);
        funding.session(project.event(), "2025-07-16T09:00", children);
        funding.session(project.event(), "2025-08-05T09:00", children);

        assertThat(asFunder(project, null, null, "MONTH").texts())
                .containsExactly(
                        "2025-07-01: 1 sessions, hidden person-times, hidden children, 0 hours",
                        "2025-08-01: 1 sessions, ~10 person-times, ~10 children, 0 hours");
        assertThat(asFunder(project, null, null).total())
                .isEqualTo("2 sessions, ~10 person-times, ~10 children, 0 hours");
        assertThat(exact(project, null, null).total()).isEqualTo("2 sessions, 20 person-times, 10 children, 0 hours");
    }

    @Test
    void a_partners_program_sees_what_its_foundation_sees() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        funding.session(project.event(), "2025-07-05T09:00", funding.children(10));
        String token = people.clientOf(project.foundation());

        GraphQlTester program = anonymous
                .mutate()
                .headers(headers -> headers.setBearerAuth(token))
                .build();

        assertThat(report(program, project, null, null, "MONTH").texts())
                .containsExactly("2025-07-01: 1 sessions, ~10 person-times, ~10 children, 0 hours");
    }

    @Test
    void everyone_sees_the_protected_total_of_a_published_project_and_no_rows() {
        TestProject project = funding.project("2025-07-01", "2025-07-31");
        funding.session(project.event(), "2025-07-05T09:00", funding.children(10));
        funding.publish(project);

        Report report = report(anonymous, project, null, null, "MONTH");

        assertThat(report.total()).isEqualTo("1 sessions, ~10 person-times, ~10 children, 0 hours");
        assertThat(report.hasRows()).isFalse();
    }

    @Test
    void periods_are_whole_months() {
        TestProject project = funding.project("2025-07-01", "2025-09-30");
        assertRefused(project, "2025-07-02", "2025-07-31", "from 应为某月的第一天，until 应为某月的最后一天。");
        assertRefused(project, "2025-07-01", "2025-07-30", "from 应为某月的第一天，until 应为某月的最后一天。");
        assertRefused(project, "2025-09-01", "2025-08-31", "from 必须早于 until。");
    }

    private void assertRefused(TestProject project, String from, String until, String message) {
        federation(project)
                .document(OUTCOMES)
                .variable("id", project.id())
                .variable("from", from)
                .variable("until", until)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors).singleElement().satisfies(error -> {
                    assertThat(error.getExtensions()).containsEntry("code", "BAD_REQUEST");
                    assertThat(error.getMessage()).isEqualTo(message);
                }));
    }

    private Report exact(TestProject project, @Nullable String from, @Nullable String until, String... by) {
        return report(federation(project), project, from, until, by);
    }

    private Report asFunder(TestProject project, @Nullable String from, @Nullable String until, String... by) {
        GraphQlTester funder = anonymous
                .mutate()
                .headers(people.foundation(project.foundation())::authorize)
                .build();
        return report(funder, project, from, until, by);
    }

    private GraphQlTester federation(TestProject project) {
        return anonymous
                .mutate()
                .headers(people.federationOf(project.station().city())::authorize)
                .build();
    }

    private static Report report(
            GraphQlTester tester, TestProject project, @Nullable String from, @Nullable String until, String... by) {
        return new Report(
                project,
                tester.document(OUTCOMES)
                        .variable("id", project.id())
                        .variable("from", from)
                        .variable("until", until)
                        .variable("by", List.of(by))
                        .execute()
                        .path("project.outcomes")
                        .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                        .get());
    }

    @SuppressWarnings("unchecked")
    private static int personTimes(Object figures) {
        return (int) ((Map<String, Object>) ((Map<String, Object>) figures).get("personTimes")).get("value");
    }

    private static String text(Map<String, Object> row) {
        return (row.get("month") == null ? "" : row.get("month"))
                + (row.get("station") == null ? "" : (row.get("month") == null ? "" : " ") + row.get("place"))
                + ": " + figures(row.get("figures"));
    }

    @SuppressWarnings("unchecked")
    private static String figures(Object value) {
        Map<String, Object> figures = (Map<String, Object>) value;
        return figures.get("sessionsHeld") + " sessions, " + count(figures.get("personTimes")) + " person-times, "
                + count(figures.get("distinctChildren")) + " children, " + figures.get("volunteerHours") + " hours";
    }

    @SuppressWarnings("unchecked")
    private static String count(Object value) {
        Map<String, Object> count = (Map<String, Object>) value;
        if (Boolean.TRUE.equals(count.get("suppressed"))) {
            assertThat(count).containsEntry("value", null);
            return "hidden";
        }
        return (Boolean.TRUE.equals(count.get("rounded")) ? "~" : "") + count.get("value");
    }

    /** A report in words; the project's own station is {@code a}, any other {@code b}. */
    private record Report(TestProject project, Map<String, Object> answer) {

        String total() {
            return figures(answer.get("total"));
        }

        boolean hasRows() {
            return answer.get("rows") != null;
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rows() {
            List<Map<String, Object>> rows = new ArrayList<>((List<Map<String, Object>>) answer.get("rows"));
            rows.forEach(row -> {
                Map<String, Object> station = (Map<String, Object>) row.get("station");
                if (station != null) {
                    row.put("place", project.station().name().equals(station.get("name")) ? "a" : "b");
                }
            });
            return rows;
        }

        List<String> texts() {
            return rows().stream().map(OutcomesTests::text).toList();
        }
    }
}
