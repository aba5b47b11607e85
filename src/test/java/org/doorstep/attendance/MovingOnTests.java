package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doorstep.attendance.TestDay.of;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A child that stays at a station through several sessions, and whoever writes of it at once. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class MovingOnTests {

    @Autowired
    TestDay day;

    @Autowired
    OverduePickUps overdue;

    @Autowired
    NoShows noShows;

    @Autowired
    MoveOn moveOn;

    @Autowired
    ConnectionFactory connections;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private UUID first;
    private String morning;
    private String afternoon;

    @BeforeEach
    void aChildIsHereThatWillStay() {
        station = day.station();
        staff = day.staffOf(station);
        family = day.family();
        first = day.session(station, "-4 hours", "-2 hours");
        morning = day.arrived(first, family, staff);
        afternoon = day.booked(day.session(station, "-1 hour", "1 hour"), family, "CONFIRMED");
    }

    @Test
    void an_upload_moves_the_child_on_at_the_real_time_and_lets_it_go_from_where_it_was() {
        assertThat(upload(day.item(afternoon, "ARRIVAL", "50 minutes", ""))).containsExactly("CheckInRecorded null");

        assertThat(left(morning)).isEqualTo("MOVED_ON 50");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
        // the device that lets the child go knows of the morning only
        assertThat(upload(day.item(morning, "DEPARTURE", "10 minutes", guardian())))
                .containsExactly("CheckInRecorded null");
        assertThat(left(morning)).isEqualTo("MOVED_ON 50");
        assertThat(left(afternoon)).isEqualTo("HANDED_OVER 10");
        assertThat(day.incidents(station)).isEmpty();
    }

    @Test
    void a_departure_that_was_before_the_child_went_on_takes_the_place_of_that() {
        assertThat(upload(
                        day.item(afternoon, "ARRIVAL", "50 minutes", ""),
                        day.item(morning, "DEPARTURE", "100 minutes", guardian())))
                .containsExactly("CheckInRecorded null", "CheckInRecorded null");

        assertThat(left(morning)).isEqualTo("HANDED_OVER 100");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
        assertThat(day.incidents(station)).isEmpty();
    }

    @Test
    void no_child_goes_on_from_where_it_came_later() {
        day.run("update attendance set arrived_at = now() - interval '150 minutes' where id = '%s'"
                .formatted(day.stay(morning)));

        assertThat(upload(day.item(afternoon, "ARRIVAL", "160 minutes", ""))).containsExactly("ArrivedElsewhere null");

        assertThat(day.stateOf(morning)).isEqualTo("ATTENDED here");
        assertThat(day.stateOf(afternoon)).isEqualTo("CONFIRMED");
    }

    @Test
    void who_brings_a_child_that_never_left_is_looked_into() {
        assertThat(day.outcome(staff, "recordArrival", of(afternoon) + ", broughtBy: {name: \"王阿婆\"}"))
                .isEqualTo("ArrivalRecorded");

        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
        assertThat(day.incidents(station)).containsExactly("BROUGHT_WHILE_HERE");
    }

    @Test
    void nobody_is_alarmed_before_the_last_of_three_sessions_ends() {
        UUID third = day.session(station, "3 hours", "4 hours");
        day.booked(third, family, "CONFIRMED");
        String times =
                "update session set starts_at = now() + interval '%s', ends_at = now() + interval '%s' where id = '%s'";
        UUID second = UUID.fromString(day.text(
                "select session_id::text from booking where id = '%s'".formatted(Booking.ID.decode(afternoon))));
        day.run(times.formatted("-1 hour", "-31 minutes", second));
        day.run(times.formatted("-5 minutes", "1 minute", third));
        overdue.escalate().block();
        assertThat(day.steps(morning)).isEmpty();

        day.run(times.formatted("-5 minutes", "-1 minute", third));
        overdue.escalate().block();
        assertThat(day.steps(morning)).isEqualTo("0");
        // too far from the second one to go on to it
        day.run(times.formatted("90 minutes", "3 hours", third));
        overdue.escalate().block();
        assertThat(day.steps(morning)).isEqualTo("0 1 2");
    }

    @Test
    void who_was_at_the_station_all_along_did_not_stay_away() {
        UUID over = day.session(station, "-110 minutes", "-61 minutes");
        day.arrived(over, day.family(), staff);
        String missing = day.booked(over, day.family(), "CONFIRMED");
        String stayed = day.booked(over, family, "CONFIRMED");
        TestFamily gone = day.family();
        String before = day.arrived(first, gone, staff);
        String away = day.booked(over, gone, "CONFIRMED");
        assertThat(upload(day.item(
                        before,
                        "DEPARTURE",
                        "115 minutes",
                        ", collectedBy: {guardianId: \"%s\"}, verifiedHow: KNOWN_PERSONALLY"
                                .formatted(gone.guardian().id()))))
                .containsExactly("CheckInRecorded null");

        noShows.mark().block();
        assertThat(List.of(missing, stayed, away).stream().map(day::stateOf))
                .containsExactly("NO_SHOW", "CONFIRMED", "NO_SHOW");
        assertThat(day.outcome(staff, "recordDeparture", of(morning) + guardian()))
                .isEqualTo("DepartureRecorded");
        noShows.mark().block();
        assertThat(day.stateOf(stayed)).isEqualTo("CONFIRMED");
    }

    @Test
    void of_two_who_move_a_child_at_once_one_does() {
        day.run("update event set moves_on = true where id = (select event_id from session where id = '%s')"
                .formatted(first));
        CompletableFuture<Long> clock = moveOn.move().toFuture();
        List<String> outcomes = Flux.merge(
                        later(() -> day.outcome(staff, "recordArrival", of(afternoon))),
                        later(() -> day.outcome(day.master(station), "recordArrival", of(afternoon))))
                .collectList()
                .blockOptional()
                .orElseThrow();

        long moved = clock.join();
        assertThat(outcomes.stream().filter("ArrivalRecorded"::equals).count() + moved)
                .isEqualTo(1);
        assertThat(outcomes).containsAnyOf("AlreadyArrived").doesNotContain("ArrivedElsewhere");
        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
        assertThat(day.stateOf(afternoon)).isEqualTo("ATTENDED here");
        assertThat(day.number("select count(*) from attendance where child_id = '%s'".formatted(TestDay.child(family))))
                .isEqualTo(2);
    }

    @Test
    void a_departure_that_waited_for_the_child_to_go_on_is_told_so_and_alarms_nobody() {
        Connection other = Mono.from(connections.create()).block();
        Mono.from(other.beginTransaction()).block();
        Flux.from(other.createStatement(
                                """
                        with gone as (
                            update attendance set left_at = now(), departure_recorded_by = '%1$s' where id = '%2$s' returning *
                        ), came as (
                            insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                            select gen_random_uuid(), b.county_id, b.session_id, b.child_id, b.id, now(), '%1$s'
                            from booking b, gone where b.id = '%3$s' returning *
                        ), attended as (
                            update booking set state = 'ATTENDED' where id = '%3$s'
                        )
                        insert into hand_over (attendance_id, left_at, kind, moved_to, verified_by)
                        select g.id, g.left_at, 'MOVED_ON', c.id, '%1$s' from gone g, came c
                        """.formatted(staff.personId(), day.stay(morning), Booking.ID.decode(afternoon)))
                        .execute())
                .flatMap(result -> result.getRowsUpdated())
                .blockLast();
        CompletableFuture<String> departure = later(
                        () -> day.outcome(staff, "recordDeparture", of(morning) + guardian()))
                .toFuture();
        while (day.number("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%attendance%'
                """) == 0) {
            assertThat(departure).isNotDone();
        }
        Mono.from(other.commitTransaction()).block();
        Mono.from(other.close()).block();

        assertThat(departure.join()).isEqualTo("MovedOn");
        assertThat(day.incidents(station)).isEmpty();
        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
    }

    @Test
    void the_tables_refuse_a_departure_that_says_two_things() {
        TestFamily stranger = day.family();
        String other = day.arrived(day.session(station, "-1 hour", "1 hour"), stranger, staff);
        String person = "'" + staff.personId() + "'";
        String guardian = "'" + family.guardian().personId() + "'";
        refused("hand_over_person", "'HANDED_OVER', null, null, %s, 'PHONE_CALL'".formatted(person));
        refused("hand_over_person", "'LEFT_ALONE', %s, null, %s, null".formatted(guardian, person));
        refused("hand_over_verified", "'HANDED_OVER', %s, null, %s, null".formatted(guardian, person));
        refused("hand_over_verified", "'LEFT_ALONE', null, null, %s, 'PHONE_CALL'".formatted(person));
        refused("hand_over_moved_on", "'MOVED_ON', null, null, null, null");
        refused("hand_over_moved_on", "'NOT_RECORDED', null, '%s', null, null".formatted(day.stay(other)));
        refused("hand_over_seen", "'WITH_GUARDIAN', null, null, null, null");
        refused("hand_over_moved_to_same_child", "'MOVED_ON', null, '%s', null, null".formatted(day.stay(other)));
        refused("hand_over_moved_to_same_child", "'MOVED_ON', null, '%s', null, null".formatted(day.stay(morning)));
        assertThat(day.stateOf(morning)).isEqualTo("ATTENDED here");

        String elsewhere = day.booked(day.session(day.station(), "2 hours", "3 hours"), family, "ATTENDED");
        day.run("""
                with came as (
                    insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, left_at, arrival_recorded_by)
                    select gen_random_uuid(), county_id, session_id, child_id, id, lower(period), lower(period), '%1$s'
                    from booking where id = '%2$s' returning *)
                insert into hand_over (attendance_id, left_at, kind, verified_by)
                select id, left_at, 'WITH_GUARDIAN', '%1$s' from came
                """.formatted(staff.personId(), Booking.ID.decode(elsewhere)));
        refused("hand_over_moved_to_same_child", "'MOVED_ON', null, '%s', null, null".formatted(day.stay(elsewhere)));
        assertThat(day.outcome(staff, "recordArrival", of(afternoon))).isEqualTo("ArrivalRecorded");
        assertThat(day.departure(morning)).isEqualTo("MOVED_ON");
    }

    private void refused(String constraint, String values) {
        assertThatThrownBy(() -> day.run("""
                with gone as (update attendance set left_at = now() where id = '%1$s' returning id, left_at)
                insert into hand_over (attendance_id, left_at, kind, guardian_id, moved_to, verified_by, verified_how)
                select gone.id, gone.left_at, v.* from gone,
                    (select k::departure_kind, g::uuid, m::uuid, p::uuid, h::identity_check
                     from (values (%2$s)) r(k, g, m, p, h)) v
                """.formatted(day.stay(morning), values)))
                .hasStackTraceContaining('"' + constraint + '"');
    }

    private String guardian() {
        return ", collectedBy: {guardianId: \"%s\"}, verifiedHow: KNOWN_PERSONALLY"
                .formatted(family.guardian().id());
    }

    private List<String> upload(String... items) {
        return day.upload(staff, items);
    }

    /** How a child left, and how many minutes ago. */
    private String left(String booking) {
        return day.text("""
                select h.kind || ' ' || round(extract(epoch from now() - a.left_at) / 60)
                from attendance a join hand_over h on h.attendance_id = a.id where a.id = '%s'
                """.formatted(day.stay(booking)));
    }

    private static Mono<String> later(Supplier<String> request) {
        return Mono.fromSupplier(request).subscribeOn(Schedulers.boundedElastic());
    }
}
