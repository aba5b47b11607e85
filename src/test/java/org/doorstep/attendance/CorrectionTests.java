package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doorstep.attendance.TestDay.of;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.incident.Incidents;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.Station;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class CorrectionTests {

    private static final String REASON = ", reason: \"点错了名字\"";

    @Autowired
    TestDay day;

    @Autowired
    NoShows noShows;

    @Autowired
    Incidents incidents;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private UUID session;
    private String booking;

    @BeforeEach
    void aSessionIsRunning() {
        station = day.station();
        staff = day.staffOf(station);
        family = day.family();
        session = day.session(station, "-1 hour", "1 hour");
        booking = day.booked(session, family, "CONFIRMED");
    }

    @Test
    void an_arrival_is_taken_back_once_and_stays_on_record() {
        arrive(", broughtBy: {name: \"王阿婆\"}, healthNote: \"昨晚咳嗽\"");
        String stay = day.stay(booking).toString();

        day.send(
                        staff,
                        "revertArrival",
                        of(booking) + REASON,
                        "... on ArrivalReverted { entry { bookingState attendance { id } corrections { kind reason } } }")
                .path("revertArrival.entry")
                .entity(Map.class)
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("bookingState", "CONFIRMED")
                        .containsEntry("attendance", null)
                        .containsEntry("corrections", List.of(Map.of("kind", "ARRIVAL", "reason", "点错了名字"))));

        assertThat(outcome("revertArrival")).isEqualTo("NotArrived");
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        assertThat(counted()).isZero();
        assertThat(record())
                .containsExactly("ARRIVAL %s by %s recorded by %s with health note, name"
                        .formatted(stay, staff.personId(), staff.personId()));
        assertThat(entries()).contains("ARRIVAL_REVERTED " + staff.personId() + " STATION_STAFF");
        arrive("");
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void a_departure_is_taken_back_before_the_arrival() {
        arrive("");
        assertThat(outcome("revertDeparture")).isEqualTo("NotLeft");
        leave();
        assertThat(outcome("revertArrival")).isEqualTo("AlreadyLeft");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");

        assertThat(outcome("revertDeparture")).isEqualTo("DepartureReverted");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(outcome("revertDeparture")).isEqualTo("NotLeft");
        assertThat(handOvers()).isZero();
        leave();
        assertThat(handOvers()).isEqualTo(1);
        assertThat(outcome("revertDeparture")).isEqualTo("DepartureReverted");
        assertThat(outcome("revertArrival")).isEqualTo("ArrivalReverted");
        assertThat(outcome("revertDeparture")).isEqualTo("NotArrived");
        assertThat(day.texts(
                        "select kind::text || ' ' || verified_how from attendance_correction where booking_id = '%s' and kind = 'DEPARTURE'"
                                .formatted(Booking.ID.decode(booking))))
                .containsExactly("DEPARTURE PHONE_CALL", "DEPARTURE PHONE_CALL");
    }

    @Test
    void a_departure_stands_while_the_child_is_at_another_session() {
        arrive("");
        leave();
        day.run(
                "update booking set period = tstzrange(lower(period) - interval '1 day', upper(period) - interval '1 day') where id = '%s'"
                        .formatted(Booking.ID.decode(booking)));
        String next = day.arrived(day.session(station, "-30 minutes", "2 hours"), family, staff);

        assertThat(outcome("revertDeparture")).isEqualTo("ArrivedElsewhere");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");
        assertThat(day.stateOf(next)).isEqualTo("ATTENDED here");
        assertThat(handOvers()).isEqualTo(1);
        assertThat(record()).isEmpty();
    }

    @Test
    void an_arrival_code_stays_used_when_the_arrival_is_taken_back() {
        String code = family.api()
                .document("{ viewer { bookings { nodes { arrivalCode { code } } } } }")
                .execute()
                .path("viewer.bookings.nodes[0].arrivalCode.code")
                .entity(String.class)
                .get();
        String input = "arrivalCode: \"" + code + "\"";
        assertThat(day.outcome(staff, "recordArrival", input)).isEqualTo("ArrivalRecorded");
        assertThat(outcome("revertArrival")).isEqualTo("ArrivalReverted");

        assertThat(day.outcome(staff, "recordArrival", input)).isEqualTo("ArrivalCodeUsed");
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
    }

    @Test
    void a_no_show_is_taken_back_and_the_clock_does_not_mark_it_again() {
        UUID over = day.session(station, "-2 hours", "-31 minutes");
        day.arrived(over, day.family(), staff);
        family = day.family();
        booking = day.booked(over, family, "CONFIRMED");
        assertThat(outcome("revertNoShow")).isEqualTo("NotNoShow");
        noShows.mark().block();
        assertThat(day.stateOf(booking)).isEqualTo("NO_SHOW");

        assertThat(outcome("revertNoShow")).isEqualTo("NoShowReverted");
        assertThat(outcome("revertNoShow")).isEqualTo("NotNoShow");
        noShows.mark().block();

        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        assertThat(day.outcome(staff, "markNoShow", of(booking))).isEqualTo("NoShowMarked");
    }

    @Test
    void who_came_after_all_is_recorded_with_the_real_time() {
        booking = day.booked(day.session(station, "-2 hours", "-31 minutes"), day.family(), "CONFIRMED");
        assertThat(day.outcome(staff, "markNoShow", of(booking))).isEqualTo("NoShowMarked");
        for (String moment : List.of("27 hours", "-6 minutes")) {
            assertThat(day.outcome(staff, "revertNoShow", of(booking) + REASON + at(moment)))
                    .isEqualTo("ArrivalNotOpen");
            assertThat(day.stateOf(booking)).isEqualTo("NO_SHOW");
        }

        assertThat(day.outcome(staff, "revertNoShow", of(booking) + REASON + at("90 minutes")))
                .isEqualTo("NoShowReverted");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(day.number(
                        "select extract(epoch from now() - arrived_at)::bigint from attendance where booking_id = '%s'"
                                .formatted(Booking.ID.decode(booking))))
                .isBetween(5400L, 5460L);
    }

    @Test
    void incidents_stay_when_the_arrival_is_taken_back() {
        booking = day.arrived(day.session(station, "-3 hours", "-31 minutes"), day.family(), staff);
        day.run("delete from opening_hours where station_id = '%s'".formatted(station.uuid()));
        incidents.raiseAtClosing().block();
        assertThat(day.incidents(station)).contains("OPEN_AT_CLOSING");

        assertThat(outcome("revertArrival")).isEqualTo("ArrivalReverted");

        day.as(staff)
                .document("{ station(id: \"%s\") { incidents { kind childId } } }"
                        .formatted(Station.ID.encode(station.uuid())))
                .execute()
                .path("station.incidents[*].kind")
                .entityList(String.class)
                .contains("OPEN_AT_CLOSING");
    }

    @Test
    void only_those_who_manage_the_station_take_back_and_they_give_a_reason() {
        arrive("");
        leave();
        for (String mutation : List.of("revertArrival", "revertDeparture", "revertNoShow")) {
            for (String id : List.of(booking, Booking.ID.encode(IdType.next()))) {
                assertThat(day.outcome(day.staffOf(day.station()), mutation, of(id) + REASON))
                        .isEqualTo("NotFound");
            }
            for (String reason : List.of("", "   ", "错".repeat(201))) {
                assertThat(day.outcome(staff, mutation, of(booking) + ", reason: \"" + reason + "\""))
                        .isEqualTo("InvalidInput");
            }
            day.send(family.guardian(), mutation, of(booking) + REASON, "__typename")
                    .errors()
                    .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        }
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");
        assertThat(record()).isEmpty();
    }

    @Test
    void of_several_at_once_one_takes_the_arrival_back() {
        arrive("");
        List<String> outcomes = Flux.range(0, 4)
                .flatMap(
                        device -> Mono.fromCallable(() -> outcome("revertArrival"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        4)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(outcomes).containsExactlyInAnyOrder("ArrivalReverted", "NotArrived", "NotArrived", "NotArrived");
        assertThat(record()).hasSize(1);
    }

    @Test
    void what_was_corrected_is_never_changed_and_can_be_forgotten() {
        arrive(", healthNote: \"昨晚咳嗽\"");
        assertThat(outcome("revertArrival")).isEqualTo("ArrivalReverted");
        String where = " where booking_id = '%s'".formatted(Booking.ID.decode(booking));
        for (String change : List.of(
                "update attendance_correction set recorded_at = now()" + where,
                "update attendance_correction set reason = 'other'" + where,
                "delete from attendance_correction" + where,
                "truncate attendance_correction")) {
            assertThatThrownBy(() -> day.run(change)).hasMessageContaining("append-only");
        }
        day.run("update attendance_correction set reason = null, health_note = null" + where);
        assertThat(record()).hasSize(1);
    }

    @Test
    void a_childs_health_is_forgotten_with_the_child_and_the_names_later() {
        arrive(", broughtBy: {name: \"王阿婆\"}, healthNote: \"昨晚咳嗽\"");
        assertThat(outcome("revertArrival")).isEqualTo("ArrivalReverted");
        arrive(", broughtBy: {name: \"王阿婆\"}, healthNote: \"昨晚咳嗽\"");
        leave();
        String kept = """
                select count(health_note) || ' ' || count(brought_by_name) from (
                    select child_id, health_note, brought_by_name from attendance
                    union all select child_id, health_note, brought_by_name from attendance_correction) n
                where child_id = '%s'
                """.formatted(TestDay.child(family));
        assertThat(day.text(kept)).isEqualTo("2 2");

        day.run("""
                update child set erased_at = now(), kept_until = now()::date, family_id = null, nickname = null
                where id = '%s'
                """.formatted(TestDay.child(family)));
        assertThat(day.text(kept)).isEqualTo("0 2");
        day.run("update child set forgotten_at = now() where id = '%s'".formatted(TestDay.child(family)));
        assertThat(day.text(kept)).isEqualTo("0 0");
        assertThat(record()).hasSize(1);
    }

    private void arrive(String more) {
        assertThat(day.outcome(staff, "recordArrival", of(booking) + more)).isEqualTo("ArrivalRecorded");
    }

    private void leave() {
        assertThat(day.outcome(
                        staff,
                        "recordDeparture",
                        of(booking)
                                + ", collectedBy: {guardianId: \"%s\"}, verifiedHow: PHONE_CALL"
                                        .formatted(family.guardian().id())))
                .isEqualTo("DepartureRecorded");
    }

    private String outcome(String mutation) {
        return day.outcome(staff, mutation, of(booking) + REASON);
    }

    private String at(String ago) {
        return ", arrivedAt: \"%s\""
                .formatted(day.text(
                        "select to_char((now() - interval '%s') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                                .formatted(ago)));
    }

    /** How many came, as staff and the figures of outcomes count it. */
    private int counted() {
        int rows = (int) day.number("select count(*) from attendance where session_id = '%s'".formatted(session));
        day.as(staff)
                .document("{ session(id: \"%s\") { attendanceCounts { arrived } } }"
                        .formatted(Session.ID.encode(session)))
                .execute()
                .path("session.attendanceCounts.arrived")
                .entity(Integer.class)
                .isEqualTo(rows);
        return rows;
    }

    private long handOvers() {
        return day.number("select count(*) from hand_over where attendance_id = '%s'".formatted(day.stay(booking)));
    }

    private List<String> record() {
        return day.texts("""
                select kind || ' ' || attendance_id || ' by ' || corrected_by || ' recorded by ' || recorded_by
                       || case when health_note is null then '' else ' with health note' end
                       || case when brought_by_name is null then '' else ', name' end
                from attendance_correction where booking_id = '%s' order by id
                """.formatted(Booking.ID.decode(booking)));
    }

    private List<String> entries() {
        return day.texts("""
                select action || ' ' || actor || ' ' || role from audit_entry
                where child_id = '%s' and actor is not null and role is not null
                """.formatted(TestDay.child(family)));
    }
}
