package org.doorstep.staffing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.catalog.Service;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.WebSocketGraphQlTester;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestVolunteers.class,
    TestStaffing.class
})
class PlacesTests {

    @Value("${local.server.port}")
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestFamilies families;

    @Autowired
    TestVolunteers volunteers;

    @Autowired
    TestStaffing staffing;

    private TestStation station = new TestStation(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

    @BeforeEach
    void openStation() {
        station = stations.station();
    }

    @Test
    void a_session_has_as_many_places_as_its_room_and_its_carers_allow() {
        UUID session = staffing.session(station, 5, 2);
        UUID shift = volunteers.caringShift(session, 5);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");
        assertThat(staffing.book(families.family(8), session)).isEqualTo("SessionFull");

        List<TestVolunteer> carers = IntStream.range(0, 3)
                .mapToObj(i -> volunteers.cleared(station, "照护" + i))
                .toList();
        volunteers.signUp(carers.get(0), shift);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 0, uncovered 0");
        volunteers.signUp(carers.get(1), shift);
        volunteers.signUp(carers.get(2), shift);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 3, capacity 5, taken 0, uncovered 0");

        assertThat(volunteers.withdraw(carers.get(0), shift)).isEqualTo("ShiftWithdrawn");
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 2, capacity 4, taken 0, uncovered 0");
        assertThat(sessionSeen(session))
                .isEqualTo(Map.of(
                        "capacity", 4, "room", 5, "carers", 2, "seatsLeft", 4, "event", Map.of("childrenPerCarer", 2)));
    }

    @Test
    void carers_do_not_matter_to_an_event_without_a_ratio() {
        UUID session = staffing.session(station, 5, 2);
        volunteers.signUp(volunteers.cleared(station, "李平"), volunteers.caringShift(session, 5));
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 0, uncovered 0");

        staffing.run(
                "update event set children_per_carer = null where id = (select event_id from session where id = '%s')"
                        .formatted(session));

        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 5, taken 0, uncovered 0");
    }

    @Test
    void only_shifts_of_care_count() {
        UUID session = staffing.session(station, 5, 2);
        UUID shift = volunteers.shift(session, 5);
        volunteers.signUp(volunteers.volunteer(station, "李平"), shift);
        volunteers.signUp(volunteers.cleared(station, "王芳"), shift);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");

        staffing.run("update shift set caring = true where id = '%s'".formatted(shift));
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 0, uncovered 0");

        staffing.run("update shift set caring = false where id = '%s'".formatted(shift));
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");
    }

    @Test
    void a_shift_of_care_needs_a_background_check() {
        UUID session = staffing.session(station, 5, 2);
        UUID shift = volunteers.caringShift(session, 5);

        assertThat(volunteers.signUp(volunteers.volunteer(station, "李平"), shift))
                .isEqualTo("NOT_CLEARED");

        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");
        assertThat(staffing.number("select count(*) from sign_up where shift_id = '%s'".formatted(shift)))
                .isZero();
    }

    @Test
    void who_cares_only_while_the_background_check_covers_the_day_counts_again_with_the_next_one() {
        UUID session = staffing.session(station, 5, 2);
        TestVolunteer carer = volunteers.cleared(station, "李平");
        volunteers.signUp(carer, volunteers.caringShift(session, 5));

        staffing.run("update volunteer set cleared_until = (now() + interval '9 days')::date where id = '%s'"
                .formatted(carer.uuid()));
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");

        String day = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(30).toString();
        as(people.staffOf(station.uuid()))
                .document(
                        "mutation { recordBackgroundCheck(input: {volunteerId: \"%s\", validUntil: \"%s\"}) { __typename } }"
                                .formatted(carer.id(), day))
                .execute()
                .path("recordBackgroundCheck.__typename")
                .entity(String.class)
                .isEqualTo("BackgroundCheckRecorded");
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 0, uncovered 0");
    }

    @Test
    void two_carers_one_after_the_other_are_one_carer() {
        UUID session = staffing.session(station, 5, 2);
        UUID first = volunteers.caringShift(session, 5);
        UUID second = volunteers.caringShift(session, 5);
        staffing.run("update shift set ends_at = starts_at + interval '1 hour' where id = '%s'".formatted(first));
        staffing.run("update shift set starts_at = starts_at + interval '1 hour' where id = '%s'".formatted(second));

        volunteers.signUp(volunteers.cleared(station, "李平"), first);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");
        volunteers.signUp(volunteers.cleared(station, "王芳"), second);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 0, uncovered 0");
    }

    @Test
    void a_session_that_is_moved_counts_the_carers_of_its_new_time() {
        UUID session = staffing.session(station, 5, 2);
        volunteers.signUp(volunteers.cleared(station, "李平"), volunteers.caringShift(session, 5));

        staffing.run("update session set ends_at = ends_at + interval '1 hour' where id = '%s'".formatted(session));

        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");
    }

    @Test
    void places_that_a_carer_adds_are_offered_to_those_who_wait() {
        UUID session = staffing.session(station, 5, 2);
        UUID shift = volunteers.caringShift(session, 5);
        assertThat(staffing.book(families.family(8), session, "JOIN_WAITLIST")).isEqualTo("WAITLISTED");

        volunteers.signUp(volunteers.cleared(station, "李平"), shift);

        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 1, uncovered 0");
        assertThat(staffing.number("select count(*) from booking where state = 'OFFERED' and session_id = '%s'"
                        .formatted(session)))
                .isEqualTo(1);
    }

    @Test
    void those_who_watch_a_session_hear_of_carers_although_its_places_stay_the_same() {
        UUID session = staffing.session(station, 2, 2);
        UUID shift = volunteers.caringShift(session, 5);
        volunteers.signUp(volunteers.cleared(station, "李平"), shift);

        StepVerifier.create(carersSeen(session))
                .expectNext(1)
                .then(() -> volunteers.signUp(volunteers.cleared(station, "王芳"), shift))
                .expectNext(2)
                .thenCancel()
                .verify(TestStaffing.PATIENCE);
        assertThat(staffing.places(session)).isEqualTo("room 2, carers 2, capacity 2, taken 0, uncovered 0");
    }

    private Flux<Integer> carersSeen(UUID session) {
        return WebSocketGraphQlTester.builder(
                        URI.create("ws://localhost:" + port + "/graphql"), new ReactorNettyWebSocketClient())
                .build()
                .document("subscription { sessionChanged(ids: [\"%s\"]) { carers } }"
                        .formatted(Session.ID.encode(session)))
                .executeSubscription()
                .toFlux("sessionChanged.carers", Integer.class)
                .distinctUntilChanged();
    }

    @Test
    void a_carer_who_withdraws_takes_nobodys_place_and_leaves_none_to_book() {
        UUID session = staffing.session(station, 6, 2);
        UUID shift = volunteers.caringShift(session, 5);
        TestVolunteer leaving = volunteers.cleared(station, "李平");
        volunteers.signUp(leaving, shift);
        volunteers.signUp(volunteers.cleared(station, "王芳"), shift);
        List<TestFamily> booked =
                IntStream.range(0, 4).mapToObj(i -> families.family(8)).toList();
        booked.forEach(family -> assertThat(staffing.book(family, session)).isEqualTo("CONFIRMED"));

        assertThat(volunteers.withdraw(leaving, shift)).isEqualTo("ShiftWithdrawn");
        assertThat(staffing.places(session)).isEqualTo("room 6, carers 1, capacity 2, taken 4, uncovered 2");
        assertThat(sessionSeen(session)).containsEntry("seatsLeft", 0);

        assertThat(staffing.book(families.family(8), session)).isEqualTo("SessionFull");
        cancel(booked.get(0), session);
        assertThat(staffing.places(session)).isEqualTo("room 6, carers 1, capacity 2, taken 3, uncovered 1");
        assertThat(staffing.book(families.family(8), session)).isEqualTo("SessionFull");
        cancel(booked.get(1), session);
        cancel(booked.get(2), session);
        assertThat(staffing.places(session)).isEqualTo("room 6, carers 1, capacity 2, taken 1, uncovered 0");
        assertThat(staffing.book(families.family(8), session)).isEqualTo("CONFIRMED");
        assertThat(staffing.book(families.family(8), session)).isEqualTo("SessionFull");
    }

    /** The database refuses it whatever a statement says; without its rule the place is booked again. */
    @Test
    void a_place_that_is_not_covered_cannot_be_taken_again_and_can_without_the_rule() {
        UUID session = uncoveredByOne();
        String again = "update session set seats_taken = seats_taken + 1 where id = '%s'".formatted(session);
        String freed = "update session set seats_taken = seats_taken - 1 where id = '%s'".formatted(session);

        assertThatThrownBy(() -> staffing.run(again)).hasMessageContaining("session_seats");
        staffing.run(freed);
        assertThatThrownBy(() -> staffing.run(again)).hasMessageContaining("session_seats");
        assertThatThrownBy(() ->
                        staffing.run("update session set seats_taken = seats_taken + 1, uncovered = 1 where id = '%s'"
                                .formatted(session)))
                .hasMessageContaining("session_seats");
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 0, uncovered 0");

        UUID unguarded = uncoveredByOne();
        staffing.run("alter table session disable trigger session_uncovered");
        try {
            staffing.run("update session set seats_taken = seats_taken - 1 where id = '%s'".formatted(unguarded));
            staffing.run("update session set seats_taken = seats_taken + 1 where id = '%s'".formatted(unguarded));
            assertThat(staffing.places(unguarded)).isEqualTo("room 5, carers 0, capacity 0, taken 1, uncovered 1");
        } finally {
            staffing.run("alter table session enable trigger session_uncovered");
        }
    }

    private UUID uncoveredByOne() {
        UUID session = staffing.session(station, 5, 1);
        UUID shift = volunteers.caringShift(session, 5);
        TestVolunteer carer = volunteers.cleared(station, "李平");
        volunteers.signUp(carer, shift);
        staffing.run("update session set seats_taken = 1 where id = '%s'".formatted(session));
        volunteers.withdraw(carer, shift);
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 0, capacity 0, taken 1, uncovered 1");
        return session;
    }

    @Test
    void changing_the_room_never_takes_a_place_and_names_whom_it_would_hit() {
        UUID session = staffing.session(station, 5, 2);
        UUID shift = volunteers.caringShift(session, 5);
        volunteers.signUp(volunteers.cleared(station, "李平"), shift);
        staffing.book(families.family(8), session);
        staffing.book(families.family(8), session);
        TestPerson staff = people.staffOf(station.uuid());

        changeRoom(staff, session, 1)
                .path("changeCapacity")
                .entity(Object.class)
                .isEqualTo(Map.of(
                        "code", "CAPACITY_BELOW_BOOKINGS", "seatsTaken", 2, "bookingIds", List.of(latest(session))));
        assertThat(staffing.places(session)).isEqualTo("room 5, carers 1, capacity 2, taken 2, uncovered 0");

        changeRoom(staff, session, 9)
                .path("changeCapacity.session")
                .entity(Object.class)
                .isEqualTo(Map.of("capacity", 2, "room", 9));
        changeRoom(staff, session, 2)
                .path("changeCapacity.session")
                .entity(Object.class)
                .isEqualTo(Map.of("capacity", 2, "room", 2));
    }

    @Test
    void publishing_an_event_with_a_ratio_gives_sessions_that_wait_for_carers() {
        TestPerson staff = people.staffOf(station.uuid());
        publish(staff, 51)
                .path("publishEvent.problems[*].path")
                .entity(Object.class)
                .isEqualTo(List.of("childrenPerCarer"));
        publish(staff, 8)
                .path("publishEvent")
                .entity(Object.class)
                .isEqualTo(Map.of(
                        "event", Map.of("childrenPerCarer", 8),
                        "sessions", List.of(Map.of("capacity", 0, "room", 24, "carers", 0))));
        assertThat(staffing.number("select count(*) from event where station_id = '%s'".formatted(station.uuid())))
                .isEqualTo(1);
    }

    @Test
    void sign_ups_and_withdrawals_at_once_keep_the_carers_equal_to_the_rows() {
        UUID session = staffing.session(station, 100, 2);
        List<UUID> shifts = List.of(volunteers.caringShift(session, 50), volunteers.caringShift(session, 50));
        List<TestVolunteer> all = IntStream.range(0, 16)
                .mapToObj(i -> volunteers.cleared(station, "照护" + i))
                .toList();
        all.subList(0, 8).forEach(one -> volunteers.signUp(one, shifts.get(0)));
        TestPerson master = people.masterOf(station.uuid());

        List<String> answers = Objects.requireNonNull(Flux.range(0, 20)
                .flatMap(
                        i -> Mono.fromCallable(() -> i < 8
                                        ? volunteers.withdraw(all.get(i), shifts.get(0))
                                        : i < 16
                                                ? volunteers.signUp(all.get(i), shifts.get(i % 2))
                                                : clear(master, all.get(i - 8), i % 2 == 0))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block(TestStaffing.PATIENCE));

        assertThat(answers).filteredOn("ShiftWithdrawn"::equals).hasSize(8);
        assertThat(answers).filteredOn(answer -> answer.startsWith("sup_")).hasSizeBetween(6, 8);
        long carers = staffing.number("""
                select count(*) from sign_up u join shift f on f.id = u.shift_id join volunteer v on v.id = u.volunteer_id
                join session s on s.id = f.session_id
                where s.id = '%s' and u.withdrawn_at is null and v.cleared_until >= s.ends_at::date
                """.formatted(session));
        assertThat(carers).isBetween(6L, 8L);
        assertThat(staffing.places(session))
                .isEqualTo("room 100, carers %d, capacity %d, taken 0, uncovered 0".formatted(carers, carers * 2));
    }

    @Test
    void of_fifty_bookings_while_a_carer_withdraws_none_gets_a_place_that_is_not_covered() {
        UUID session = staffing.session(station, 100, 10);
        UUID shift = volunteers.caringShift(session, 5);
        TestVolunteer leaving = volunteers.cleared(station, "李平");
        volunteers.signUp(leaving, shift);
        volunteers.signUp(volunteers.cleared(station, "王芳"), shift);
        List<TestFamily> crowd =
                IntStream.range(0, 50).mapToObj(i -> families.family(8)).toList();

        Mono<List<String>> bookings = Flux.fromIterable(crowd)
                .flatMap(
                        family -> Mono.fromCallable(() -> staffing.book(family, session))
                                .subscribeOn(Schedulers.boundedElastic()),
                        50)
                .collectList();
        Mono<String> withdrawal =
                Mono.fromCallable(() -> volunteers.withdraw(leaving, shift)).subscribeOn(Schedulers.boundedElastic());
        List<String> answers = Objects.requireNonNull(
                Mono.zip(bookings, withdrawal, (booked, left) -> booked).block(TestStaffing.PATIENCE));

        long confirmed = answers.stream().filter("CONFIRMED"::equals).count();
        assertThat(answers).containsOnly("CONFIRMED", "SessionFull");
        assertThat(confirmed).isBetween(10L, 20L);
        assertThat(staffing.places(session))
                .isEqualTo(
                        "room 100, carers 1, capacity 10, taken %d, uncovered %d".formatted(confirmed, confirmed - 10));
        assertThat(staffing.number("select count(*) from booking where state = 'CONFIRMED' and session_id = '%s'"
                        .formatted(session)))
                .isEqualTo(confirmed);
    }

    private String clear(TestPerson person, TestVolunteer volunteer, boolean covered) {
        if (!covered) {
            staffing.run("update volunteer set cleared_until = current_date + 1 where id = '%s'"
                    .formatted(volunteer.uuid()));
        } else {
            staffing.run("update volunteer set cleared_until = current_date + 200, cleared_by = '%s' where id = '%s'"
                    .formatted(person.personId(), volunteer.uuid()));
        }
        return "cleared";
    }

    private String latest(UUID session) {
        return Booking.ID.encode(UUID.fromString(staffing.text(
                "select id::text from booking where session_id = '%s' order by confirmed_at desc, id desc limit 1"
                        .formatted(session))));
    }

    private void cancel(TestFamily family, UUID session) {
        family.api()
                .document("mutation { cancelBooking(input: {bookingId: \"%s\"}) { __typename } }"
                        .formatted(Booking.ID.encode(UUID.fromString(staffing.text(
                                """
                                select id::text from booking where session_id = '%s' and booked_by = '%s'
                                """.formatted(session, family.guardian().personId()))))))
                .execute()
                .path("cancelBooking.__typename")
                .entity(String.class)
                .isEqualTo("BookingCancelled");
    }

    private GraphQlTester.Response changeRoom(TestPerson staff, UUID session, int room) {
        return as(staff)
                .document("""
                        mutation { changeCapacity(input: {sessionId: "%s", capacity: %d}) {
                          ... on CapacityChanged { session { capacity room } }
                          ... on CapacityBelowBookings { code seatsTaken bookingIds } } }
                        """.formatted(Session.ID.encode(session), room))
                .execute();
    }

    private GraphQlTester.Response publish(TestPerson staff, int childrenPerCarer) {
        return as(staff)
                .document("""
                        mutation($input: PublishEventInput!) { publishEvent(input: $input) {
                          ... on EventPublished { event { childrenPerCarer } sessions { capacity room carers } }
                          ... on InvalidInput { problems { path } } } }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "stationId", station.id(),
                                "serviceId", Service.ID.encode(stations.service()),
                                "title", "暑期看护",
                                "kind", "CHILDCARE",
                                "childrenPerCarer", childrenPerCarer,
                                "sessions",
                                        List.of(Map.of(
                                                "startsAt", inDays(20, "08:00"),
                                                "endsAt", inDays(20, "17:00"),
                                                "capacity", 24))))
                .execute();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> sessionSeen(UUID session) {
        return as(people.guardian())
                .document("{ session(id: \"%s\") { capacity room carers seatsLeft event { childrenPerCarer } } }"
                        .formatted(Session.ID.encode(session)))
                .execute()
                .path("session")
                .entity(Map.class)
                .get();
    }

    private static String inDays(int days, String time) {
        return LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(days) + "T" + time + ":00+08:00";
    }

    private GraphQlTester as(TestPerson person) {
        return volunteers.as(person);
    }
}
