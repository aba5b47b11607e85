package org.doorstep.staffing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
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
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.WebSocketGraphQlTester;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestVolunteers.class,
    TestStaffing.class,
    StatementCount.class
})
class PresenceTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FIELDS = "{ expected present arrived left carersPresent childrenPerCarer ratioKept }";
    private static final String WATCH =
            "subscription ($id: ID!) { presenceChanged(sessionId: $id) %s }".formatted(FIELDS);

    @Value("${local.server.port}")
    int port;

    @Autowired
    WebTestClient client;

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

    @Autowired
    StatementCount statements;

    private TestStation station = new TestStation(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");
    private UUID session = new UUID(0, 0);
    private TestPerson staff = new TestPerson(new UUID(0, 0), "");
    private List<TestVolunteer> carers = List.of();

    /** A session with two carers who cover one child each. */
    @BeforeEach
    void aSessionWithTwoCarers() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        session = staffing.session(station, 20, 1);
        UUID shift = volunteers.caringShift(session, 5);
        carers = List.of(volunteers.cleared(station, "李平"), volunteers.cleared(station, "王芳"));
        carers.forEach(carer -> volunteers.signUp(carer, shift));
    }

    @Test
    void presence_counts_children_and_carers_and_says_whether_the_ratio_is_kept() {
        booked();
        TestFamily other = booked();
        assertThat(presenceSeenBy(staff)).isEqualTo(presence(2, 0, 0, 0, 0, true));

        arrive(other);
        assertThat(presenceSeenBy(staff)).isEqualTo(presence(2, 1, 1, 0, 0, false));
        clockIn(carers.get(0));
        assertThat(presenceSeenBy(staff)).isEqualTo(presence(2, 1, 1, 0, 1, true));
        leave(other);
        assertThat(presenceSeenBy(staff)).isEqualTo(presence(2, 0, 1, 1, 1, true));
    }

    @Test
    void without_a_ratio_it_is_always_kept() {
        staffing.run(
                "update event set children_per_carer = null where id = (select event_id from session where id = '%s')"
                        .formatted(session));
        arrive(booked());

        assertThat(presenceSeenBy(staff))
                .containsEntry("present", 1)
                .containsEntry("carersPresent", 0)
                .containsEntry("ratioKept", true)
                .containsEntry("childrenPerCarer", null);
    }

    @Test
    void those_who_do_not_manage_the_station_see_none() {
        TestPerson guardian = booked().guardian();
        TestPerson other = people.staffOf(stations.station().uuid());

        for (TestPerson person : List.of(guardian, other, carers.get(0).person())) {
            volunteers
                    .as(person)
                    .document(query())
                    .execute()
                    .path("session.presence")
                    .valueIsNull();
        }
        assertThat(presenceSeenBy(people.federationOf(station.town()))).containsEntry("expected", 1);
        assertThat(presenceSeenBy(people.admin())).containsEntry("expected", 1);
    }

    @Test
    void what_happens_at_a_session_is_sent_over_a_web_socket() {
        TestFamily first = booked();
        StepVerifier.create(overWebSocket(staff, Session.ID.encode(session)))
                .expectNext(presence(1, 0, 0, 0, 0, true))
                .then(() -> arrive(first))
                .expectNext(presence(1, 1, 1, 0, 0, false))
                .then(() -> clockIn(carers.get(0)))
                .expectNext(presence(1, 1, 1, 0, 1, true))
                .then(this::booked)
                .expectNext(presence(2, 1, 1, 0, 1, true))
                .then(() -> leave(first))
                .expectNext(presence(2, 0, 1, 1, 1, true))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void server_sent_events_bring_the_same() {
        TestFamily first = booked();
        Flux<Map<String, Object>> sent = Objects.requireNonNull(client.post()
                        .uri("/graphql")
                        .headers(staff::authorize)
                        .contentType(MediaType.APPLICATION_JSON)
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .bodyValue(Map.of("query", WATCH, "variables", Map.of("id", Session.ID.encode(session))))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                        .getResponseBody())
                .filter(event -> "next".equals(event.event()))
                .map(event -> sentIn(Objects.requireNonNull(event.data())));

        StepVerifier.create(sent)
                .expectNext(presence(1, 0, 0, 0, 0, true))
                .then(() -> arrive(first))
                .expectNext(presence(1, 1, 1, 0, 0, false))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void a_session_of_others_and_one_that_does_not_exist_are_answered_alike() {
        TestPerson other = people.staffOf(stations.station().uuid());

        assertThat(codeFor(other, Session.ID.encode(session))).isEqualTo("NOT_FOUND");
        assertThat(codeFor(staff, Session.ID.encode(UUID.randomUUID()))).isEqualTo("NOT_FOUND");
        assertThat(codeFor(booked().guardian(), Session.ID.encode(session))).isEqualTo("FORBIDDEN");
    }

    @Test
    void all_who_watch_a_session_share_one_read() {
        List<Flux<Map<String, Object>>> watching = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            watching.add(overWebSocket(people.staffOf(station.uuid()), Session.ID.encode(session)));
        }
        TestFamily first = booked();

        StepVerifier.create(Flux.zip(
                        watching, all -> List.of(all).stream().distinct().toList()))
                .expectNext(List.of(presence(1, 0, 0, 0, 0, true)))
                .then(statements::reset)
                .then(() -> arrive(first))
                .expectNext(List.of(presence(1, 1, 1, 0, 0, false)))
                .thenCancel()
                .verify(PATIENCE);

        // one for the arrival, and perhaps one for the booking before it, which may be told late
        assertThat(presenceReads()).hasSizeBetween(1, 2);
    }

    @Test
    void presence_of_any_number_of_sessions_is_one_statement() {
        for (int i = 0; i < 3; i++) {
            statements.reset();
            volunteers
                    .as(staff)
                    .document("{ sessions(filter: {stationId: \"%s\"}) { nodes { presence %s } } }"
                            .formatted(station.id(), FIELDS))
                    .execute()
                    .path("sessions.nodes[*].presence")
                    .entityList(Map.class)
                    .hasSize(i + 1);
            assertThat(presenceReads()).hasSize(1);
            staffing.session(station, 20, 1);
        }
    }

    /** Without what the server does by the clock meanwhile. */
    private List<String> presenceReads() {
        return statements.all().stream()
                .filter(sql -> sql.contains("from attendance h where h.session_id"))
                .toList();
    }

    private TestFamily booked() {
        TestFamily family = families.family(8);
        assertThat(staffing.book(family, session)).isEqualTo("CONFIRMED");
        return family;
    }

    private void arrive(TestFamily family) {
        staffing.arrived(session, family, staff);
    }

    private void leave(TestFamily family) {
        staffing.run("""
                with gone as (
                    update attendance set left_at = now(), departure_recorded_by = '%1$s'
                    where booking_id in (select id from booking where session_id = '%2$s' and booked_by = '%3$s')
                    returning id, left_at)
                insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                select id, left_at, '%3$s', '%1$s', 'KNOWN_PERSONALLY' from gone
                """.formatted(staff.personId(), session, family.guardian().personId()));
    }

    private void clockIn(TestVolunteer carer) {
        staffing.run("update sign_up set arrived_at = now(), arrival_recorded_by = '%s' where volunteer_id = '%s'"
                .formatted(staff.personId(), carer.uuid()));
    }

    private static Map<String, Object> presence(
            int expected, int present, int arrived, int left, int carersPresent, boolean ratioKept) {
        return Map.of(
                "expected",
                expected,
                "present",
                present,
                "arrived",
                arrived,
                "left",
                left,
                "carersPresent",
                carersPresent,
                "childrenPerCarer",
                1,
                "ratioKept",
                ratioKept);
    }

    private String query() {
        return "{ session(id: \"%s\") { presence %s } }".formatted(Session.ID.encode(session), FIELDS);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> presenceSeenBy(TestPerson person) {
        return volunteers
                .as(person)
                .document(query())
                .execute()
                .path("session.presence")
                .entity(Map.class)
                .get();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Flux<Map<String, Object>> overWebSocket(TestPerson person, String id) {
        HttpHeaders headers = new HttpHeaders();
        person.authorize(headers);
        Flux<Map> sent = WebSocketGraphQlTester.builder(
                        URI.create("ws://localhost:" + port + "/graphql"), new ReactorNettyWebSocketClient())
                .headers(all -> all.addAll(headers))
                .build()
                .document(WATCH)
                .variable("id", id)
                .executeSubscription()
                .toFlux("presenceChanged", Map.class);
        return sent.map(map -> (Map<String, Object>) map);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> sentIn(Map<String, Object> answer) {
        Map<String, Object> data = Objects.requireNonNull((Map<String, Object>) answer.get("data"));
        return Objects.requireNonNull((Map<String, Object>) data.get("presenceChanged"));
    }

    /** The code of the error that a subscription over server-sent events ends in. */
    @SuppressWarnings("unchecked")
    private String codeFor(TestPerson person, String id) {
        String body = Objects.requireNonNull(client.post()
                .uri("/graphql")
                .headers(person::authorize)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .bodyValue(Map.of("query", WATCH, "variables", Map.of("id", id)))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        return body.replaceAll("(?s).*\"code\":\"([A-Z_]+)\".*", "$1");
    }
}
