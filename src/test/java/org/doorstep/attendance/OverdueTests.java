package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.attendance.TestDay.of;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.Caller;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import reactor.core.publisher.Mono;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class OverdueTests {

    @Autowired
    TestDay day;

    @Autowired
    OverduePickUps overdue;

    private TestStation station;
    private TestPerson staff;

    @BeforeEach
    void aStation() {
        station = day.station();
        staff = day.staffOf(station);
    }

    @Test
    void each_step_is_taken_once_and_the_last_one_raises_an_incident() {
        List<String> ends =
                List.of("1 minute", "-1 minute", "-14 minutes", "-16 minutes", "-29 minutes", "-31 minutes");
        List<String> stays = ends.stream()
                .map(end -> day.arrived(day.session(station, "-3 hours", end), day.family(), staff))
                .toList();

        Mono.zip(overdue.escalate(), overdue.escalate()).block();
        overdue.escalate().block();

        assertThat(stays.stream().map(this::steps)).containsExactly("", "0", "0", "0 1", "0 1", "0 1 2");
        assertThat(day.incidents(station)).containsExactly("OVERDUE");
    }

    @Test
    void the_roster_says_since_when_and_which_step_while_the_child_is_here() {
        UUID session = day.session(station, "-2 hours", "-16 minutes");
        TestFamily family = day.family();
        String booking = day.arrived(session, family, staff);
        roster(session).path("session.roster.nodes[0].overdue").valueIsNull();

        overdue.escalate().block();

        roster(session)
                .path("session.roster.nodes[0].overdue.step")
                .entity(Integer.class)
                .isEqualTo(1)
                .path("session.roster.nodes[0].overdue.since")
                .entity(String.class)
                .isEqualTo(roster(session)
                        .path("session.endsAt")
                        .entity(String.class)
                        .get());
        assertThat(day.outcome(
                        staff,
                        "recordDeparture",
                        of(booking)
                                + ", collectedBy: {guardianId: \"%s\"}, verifiedHow: PHONE_CALL"
                                        .formatted(Caller.PERSON.encode(
                                                family.guardian().personId()))))
                .isEqualTo("DepartureRecorded");
        roster(session).path("session.roster.nodes[0].overdue").valueIsNull();
    }

    @Test
    void who_left_watched_at_home_or_was_recorded_afterwards_is_not_overdue() {
        UUID online = day.session(station, "-2 hours", "-1 minute");
        day.run("""
                update event set mode = 'ONLINE', custody = 'NONE', online_url = 'https://example.org'
                where id = (select event_id from session where id = '%s')
                """.formatted(online));
        String watched = day.arrived(online, day.family(), staff);
        String afterwards = day.arrived(day.session(station, "-2 hours", "-31 minutes"), day.family(), staff);
        day.run("update attendance set created_at = now() - interval '14 minutes' where id = '%s'"
                .formatted(day.stay(afterwards)));

        overdue.escalate().block();

        assertThat(List.of(steps(watched), steps(afterwards))).containsOnly("");
        day.run("update attendance set created_at = now() - interval '16 minutes' where id = '%s'"
                .formatted(day.stay(afterwards)));
        overdue.escalate().block();
        assertThat(steps(afterwards)).isEqualTo("0");
    }

    private String steps(String booking) {
        return day.text(
                "select coalesce(string_agg(step::text, ' ' order by step), '') from overdue_step where attendance_id = '%s'"
                        .formatted(day.stay(booking)));
    }

    private GraphQlTester.Response roster(UUID session) {
        return day.as(staff)
                .document("{ session(id: \"%s\") { endsAt roster { nodes { overdue { since step } } } } }"
                        .formatted(Session.ID.encode(session)))
                .execute();
    }
}
