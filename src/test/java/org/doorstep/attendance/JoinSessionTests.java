package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Event;
import org.doorstep.event.OnlineUrls;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.incident.Incidents;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who joins an online session: the address for those who have a place, and what counts. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
@ExtendWith(OutputCaptureExtension.class)
class JoinSessionTests {

    private static final String CANARY = "canary-meets-here";

    @Autowired
    TestDay day;

    @Autowired
    TestPeople people;

    @Autowired
    OnlineUrls urls;

    @Autowired
    OnlineJoins joins;

    @Autowired
    NoShows noShows;

    @Autowired
    Incidents incidents;

    @Autowired
    OverduePickUps overdue;

    @Autowired
    GraphQlSource source;

    @Autowired
    WebTestClient client;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private TestPerson staff;

    @BeforeEach
    void aStation() {
        station = day.station();
        staff = day.staffOf(station);
    }

    @Test
    void who_has_a_place_gets_an_address_of_its_own() {
        UUID session = online("-20 minutes", "40 minutes", "ONLINE");
        TestFamily one = consented();
        TestFamily other = consented();
        String first = day.booked(session, one, "CONFIRMED");
        String second = day.booked(session, other, "CONFIRMED");

        String url = url(one, first);
        assertThat(url).matches("https://live\\.example/" + CANARY + "\\?t=[A-Za-z0-9_-]{24}");
        assertThat(url(one, first)).isEqualTo(url);
        assertThat(url(other, second)).isNotEqualTo(url);
        assertThat(joined(first)).isEqualTo(1);
    }

    @Test
    void everybody_else_gets_a_reason_and_nothing_is_noted() {
        UUID running = online("-20 minutes", "40 minutes", "ONLINE");
        TestFamily family = consented();
        String booking = day.booked(running, family, "CONFIRMED");
        assertThat(join(consented(), booking)).isEqualTo("NOT_FOUND");
        assertThat(join(consented(), Booking.ID.encode(IdType.next()))).isEqualTo("NOT_FOUND");
        for (String state : List.of("WAITLISTED", "OFFERED", "EXPIRED")) {
            TestFamily waiting = consented();
            assertThat(join(waiting, day.booked(running, waiting, state))).isEqualTo("NOT_BOOKED");
        }
        TestFamily without = day.family();
        assertThat(join(without, day.booked(running, without, "CONFIRMED"))).isEqualTo("CONSENT_MISSING");
        TestFamily withdrawn = consented();
        String left = day.booked(running, withdrawn, "CONFIRMED");
        day.run("update session set seats_taken = 1 where id = '%s'".formatted(running));
        day.run(
                "update consent set withdrawn_at = now(), withdrawn_by = given_by where purpose = 'ONLINE_SESSION' and child_id = '%s'"
                        .formatted(TestDay.child(withdrawn)));
        assertThat(join(withdrawn, left)).isEqualTo("NOT_BOOKED");

        TestFamily at = consented();
        assertThat(join(at, day.booked(online("16 minutes", "1 hour", "ONLINE"), at, "CONFIRMED")))
                .isEqualTo("JOIN_NOT_OPEN");
        TestFamily late = consented();
        assertThat(join(late, day.booked(online("-1 hour", "-1 second", "ONLINE"), late, "CONFIRMED")))
                .isEqualTo("SESSION_OVER");
        TestFamily here = consented();
        assertThat(join(here, day.booked(day.session(station, "-1 hour", "1 hour"), here, "CONFIRMED")))
                .isEqualTo("NOT_ONLINE");
        TestFamily off = consented();
        UUID calledOff = online("-20 minutes", "40 minutes", "ONLINE");
        String gone = day.booked(calledOff, off, "CONFIRMED");
        assertThat(day.outcome(
                        staff,
                        "cancelSession",
                        "sessionId: \"%s\", reason: \"停电\"".formatted(Session.ID.encode(calledOff))))
                .isEqualTo("SessionCancelled");
        assertThat(join(off, gone)).isEqualTo("SESSION_CALLED_OFF");

        assertThat(day.number(
                        "select count(*) from online_join j join session s on s.id = j.session_id where s.station_id = '%s'"
                                .formatted(station.uuid())))
                .isZero();
        assertThat(join(family, booking)).isEqualTo("SessionJoined");
    }

    @Test
    void it_opens_a_quarter_of_an_hour_before() {
        TestFamily family = consented();
        UUID session = online("14 minutes", "1 hour", "ONLINE");
        assertThat(join(family, day.booked(session, family, "CONFIRMED"))).isEqualTo("SessionJoined");

        TestFamily early = consented();
        UUID later = online("16 minutes", "1 hour", "ONLINE");
        String opensAt = day.send(
                        early.guardian(),
                        "joinSession",
                        TestDay.of(day.booked(later, early, "CONFIRMED")),
                        "... on JoinNotOpen { opensAt message }")
                .path("joinSession.opensAt")
                .entity(String.class)
                .get();
        assertThat(OffsetDateTime.parse(opensAt).toInstant())
                .isEqualTo(database.sql("select starts_at - interval '15 minutes' from session where id = :id")
                        .bind("id", later)
                        .mapValue(Instant.class)
                        .one()
                        .blockOptional()
                        .orElseThrow());
    }

    @Test
    void ten_minutes_are_an_attendance_without_custody_and_nine_are_none() {
        UUID session = online("-20 minutes", "40 minutes", "ONLINE");
        TestFamily ten = consented();
        TestFamily nine = consented();
        String stayed = day.booked(session, ten, "CONFIRMED");
        String peeked = day.booked(session, nine, "CONFIRMED");
        url(ten, stayed);
        url(nine, peeked);
        ago(stayed, "10 minutes");
        ago(peeked, "9 minutes");

        assertThat(left(ten, stayed)).isEqualTo("10 true");
        assertThat(left(nine, peeked)).isEqualTo("9 false");

        assertThat(day.stateOf(stayed)).isEqualTo("ATTENDED left");
        assertThat(day.stateOf(peeked)).isEqualTo("CONFIRMED");
        assertThat(day.text("select mode::text from attendance where id = '%s'".formatted(day.stay(stayed))))
                .isEqualTo("ONLINE");
        past(session);
        incidents.raiseAtClosing().block();
        overdue.escalate().block();
        assertThat(day.incidents(station)).isEmpty();
        assertThat(day.number("select count(*) from hand_over where attendance_id = '%s'".formatted(day.stay(stayed))))
                .isZero();
        // nobody can make a stay at the station of it
        assertThat(day.outcome(staff, "revertDeparture", TestDay.of(stayed) + ", reason: \"误点\""))
                .isEqualTo("NotArrived");
        assertThat(day.stateOf(stayed)).isEqualTo("ATTENDED left");
    }

    @Test
    void several_joins_and_several_devices_are_one_attendance() {
        UUID session = online("-30 minutes", "30 minutes", "ONLINE");
        TestFamily family = consented();
        String booking = day.booked(session, family, "CONFIRMED");
        url(family, booking);
        url(family, booking);
        assertThat(joined(booking)).isEqualTo(1);
        ago(booking, "6 minutes");
        assertThat(left(family, booking)).isEqualTo("6 false");
        day.run(
                "update online_join set joined_at = joined_at - interval '10 minutes', seen_at = seen_at - interval '10 minutes',"
                        + " left_at = left_at - interval '10 minutes' where booking_id = '%s'"
                                .formatted(Booking.ID.decode(booking)));
        url(family, booking);
        ago(booking, "5 minutes");
        assertThat(left(family, booking)).isEqualTo("11 true");
        assertThat(joined(booking)).isEqualTo(2);
        assertThat(day.number("select count(*) from attendance where session_id = '%s'".formatted(session)))
                .isEqualTo(1);
        assertThat(day.outcome(family.guardian(), "leaveSession", TestDay.of(booking)))
                .isEqualTo("NotJoined");
    }

    @Test
    void the_time_before_the_session_does_not_count() {
        UUID session = online("-5 minutes", "40 minutes", "ONLINE");
        TestFamily family = consented();
        String booking = day.booked(session, family, "CONFIRMED");
        url(family, booking);
        ago(booking, "15 minutes");
        assertThat(left(family, booking)).isEqualTo("5 false");
    }

    @Test
    void a_client_that_falls_silent_counts_for_five_minutes_more_and_the_clock_ends_it() {
        UUID session = online("-50 minutes", "10 minutes", "ONLINE");
        TestFamily silent = consented();
        TestFamily renews = consented();
        TestFamily never = consented();
        String fetched = day.booked(session, silent, "CONFIRMED");
        String renewed = day.booked(session, renews, "CONFIRMED");
        String absent = day.booked(session, never, "CONFIRMED");
        url(silent, fetched);
        url(renews, renewed);
        day.run(
                "update online_join set joined_at = now() - interval '40 minutes', seen_at = now() - interval '35 minutes 1 second'"
                        + " where booking_id = '%s'".formatted(Booking.ID.decode(fetched)));
        day.run(
                "update online_join set joined_at = now() - interval '40 minutes', seen_at = now() - interval '35 minutes'"
                        + " where booking_id = '%s'".formatted(Booking.ID.decode(renewed)));

        joins.end().block();

        assertThat(day.text("select extract(epoch from online_presence('%s'))::int::text"
                        .formatted(Booking.ID.decode(fetched))))
                .isEqualTo("599");
        assertThat(List.of(fetched, renewed, absent).stream().map(day::stateOf))
                .containsExactly("CONFIRMED", "ATTENDED left", "CONFIRMED");

        past(session);
        noShows.mark().block();
        assertThat(List.of(fetched, renewed, absent).stream().map(day::stateOf))
                .containsExactly("NO_SHOW", "ATTENDED left", "NO_SHOW");
    }

    @Test
    void nobody_is_missed_where_nobody_joined_or_a_join_is_not_ended() {
        UUID untaken = online("-50 minutes", "10 minutes", "ONLINE");
        TestFamily family = consented();
        String unknown = day.booked(untaken, family, "CONFIRMED");
        past(untaken);
        noShows.mark().block();
        assertThat(day.stateOf(unknown)).isEqualTo("CONFIRMED");

        UUID session = online("-50 minutes", "10 minutes", "ONLINE");
        TestFamily first = consented();
        TestFamily open = consented();
        String came = day.booked(session, first, "CONFIRMED");
        String still = day.booked(session, open, "CONFIRMED");
        url(first, came);
        url(open, still);
        ago(came, "20 minutes");
        left(first, came);
        ago(still, "20 minutes");
        past(session);
        day.run(
                "update online_join set joined_at = joined_at - interval '2 hours', seen_at = seen_at - interval '2 hours'"
                        + " where booking_id = '%s'".formatted(Booking.ID.decode(still)));
        noShows.mark().block();
        assertThat(day.stateOf(still)).isEqualTo("CONFIRMED");
        joins.end().block();
        assertThat(day.stateOf(still)).isEqualTo("ATTENDED left");
    }

    @Test
    void at_a_hybrid_session_a_child_comes_or_joins_and_is_counted_once() {
        UUID session = online("-20 minutes", "40 minutes", "HYBRID");
        TestFamily comes = consented();
        TestFamily watches = consented();
        String here = day.booked(session, comes, "CONFIRMED");
        String there = day.booked(session, watches, "CONFIRMED");
        assertThat(day.outcome(staff, "recordArrival", TestDay.of(here))).isEqualTo("ArrivalRecorded");
        // a parent far away
        assertThat(join(comes, here)).isEqualTo("SessionJoined");
        ago(here, "12 minutes");
        assertThat(left(comes, here)).isEqualTo("12 false");
        assertThat(day.stateOf(here)).isEqualTo("ATTENDED here");
        url(watches, there);
        ago(there, "12 minutes");
        assertThat(left(watches, there)).isEqualTo("12 true");

        assertThat(modes(session)).containsExactly("IN_PERSON", "ONLINE");
        assertThat(counted(session)).isEqualTo("2 expected, 1 arrived, 0 left, 1 online; present 1, arrived 1, left 0");
        assertThat(day.outcome(
                        staff,
                        "recordDeparture",
                        TestDay.of(there)
                                + ", collectedBy: {guardianId: \"%s\"}, verifiedHow: PHONE_CALL"
                                        .formatted(watches.guardian().id())))
                .isEqualTo("NotArrived");
    }

    @Test
    void a_child_who_joined_and_comes_after_all_is_in_the_stations_care() {
        UUID session = online("-20 minutes", "40 minutes", "HYBRID");
        TestFamily family = consented();
        String booking = day.booked(session, family, "CONFIRMED");
        url(family, booking);
        ago(booking, "12 minutes");
        assertThat(left(family, booking)).isEqualTo("12 true");
        assertThat(url(family, booking)).contains(CANARY);

        assertThat(day.outcome(staff, "recordArrival", TestDay.of(booking))).isEqualTo("ArrivalRecorded");
        assertThat(day.outcome(staff, "recordArrival", TestDay.of(booking))).isEqualTo("AlreadyArrived");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(modes(session)).containsExactly("IN_PERSON");
        assertThat(counted(session)).isEqualTo("1 expected, 1 arrived, 0 left, 0 online; present 1, arrived 1, left 0");

        past(session);
        joins.end().block();
        assertThat(modes(session)).containsExactly("IN_PERSON");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        incidents.raiseAtClosing().block();
        assertThat(day.incidents(station)).hasSize(1);
    }

    @Test
    void links_that_were_opened_do_not_show_that_attendance_was_taken_at_the_door() {
        UUID session = online("-20 minutes", "40 minutes", "HYBRID");
        TestFamily watches = consented();
        TestFamily other = consented();
        String there = day.booked(session, watches, "CONFIRMED");
        String unknown = day.booked(session, other, "CONFIRMED");
        url(watches, there);
        ago(there, "12 minutes");
        left(watches, there);
        past(session);
        noShows.mark().block();
        assertThat(day.stateOf(unknown)).isEqualTo("CONFIRMED");

        TestFamily comes = day.family();
        day.booked(session, comes, "CONFIRMED");
        day.run("""
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at)
                select gen_random_uuid(), county_id, session_id, child_id, id, now() from booking
                where session_id = '%s' and child_id = '%s'
                """.formatted(session, TestDay.child(comes)));
        noShows.mark().block();
        assertThat(List.of(there, unknown).stream().map(day::stateOf)).containsExactly("ATTENDED left", "NO_SHOW");
    }

    @Test
    void a_booking_is_joined_sixty_times_at_the_most() {
        UUID session = online("-20 minutes", "40 minutes", "ONLINE");
        TestFamily family = consented();
        String booking = day.booked(session, family, "CONFIRMED");
        url(family, booking);
        left(family, booking);
        day.run("""
                insert into online_join (id, county_id, session_id, booking_id, child_id, joined_by, left_at)
                select gen_random_uuid(), county_id, session_id, booking_id, child_id, joined_by, now()
                from online_join, generate_series(1, 59) where booking_id = '%s'
                """.formatted(Booking.ID.decode(booking)));
        assertThat(join(family, booking)).isEqualTo("JOINED_TOO_OFTEN");
        assertThat(joined(booking)).isEqualTo(60);
    }

    @Test
    void the_address_is_on_no_other_path(CapturedOutput output) {
        UUID session = online("-20 minutes", "40 minutes", "ONLINE");
        TestFamily has = consented();
        String booking = day.booked(session, has, "CONFIRMED");
        assertThat(url(has, booking)).contains(CANARY);
        ago(booking, "12 minutes");
        left(has, booking);

        assertThat(walk(null, session, booking)).isEmpty();
        assertThat(walk(day.family().guardian(), session, booking)).isEmpty();
        assertThat(walk(has.guardian(), session, booking)).isEmpty();
        assertThat(walk(people.foundation(IdType.next()), session, booking)).isEmpty();
        assertThat(walk(day.staffOf(day.station()), session, booking)).isEmpty();
        // the control: whoever manages the station finds it on the same walk
        assertThat(walk(staff, session, booking)).contains("event", "session", "node");

        for (String table : day.texts("select tablename::text from pg_tables where schemaname = 'public'")) {
            assertThat(day.number("select count(*) from \"%s\" t where t::text like '%%%s%%' or t::text like '%%%s%%'"
                            .formatted(
                                    table, CANARY, HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.UTF_8)))))
                    .as(table)
                    .isZero();
        }
        assertThat(output.getAll()).doesNotContain(CANARY);
    }

    /** The fields of Query whose answer holds the canary, when everything that can be selected is. */
    private List<String> walk(@Nullable TestPerson person, UUID session, String booking) {
        UUID event = UUID.fromString(day.text("select event_id::text from session where id = '%s'".formatted(session)));
        Map<String, String> ids = Map.of(
                "event", Event.ID.encode(event),
                "session", Session.ID.encode(session),
                "station", station.id(),
                "node", Event.ID.encode(event));
        return source.schema().getQueryType().getFieldDefinitions().stream()
                .filter(field -> field.getArguments().stream().noneMatch(JoinSessionTests::required)
                        || ids.containsKey(field.getName()))
                // what is too expensive as a whole is asked for in less depth
                .filter(field -> IntStream.rangeClosed(1, 4)
                        .mapToObj(depth -> body(person, "{ " + selected(field, ids.get(field.getName()), depth) + " }"))
                        .anyMatch(answer -> answer.contains(CANARY)))
                .map(GraphQLFieldDefinition::getName)
                .toList();
    }

    private String body(@Nullable TestPerson person, String document) {
        byte[] body = Objects.requireNonNull(client.mutate()
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
                .build()
                .post()
                .uri("/graphql")
                .headers(headers -> {
                    if (person != null) {
                        person.authorize(headers);
                    }
                })
                .bodyValue(Map.of("query", document))
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBodyContent());
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean required(GraphQLArgument argument) {
        return GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue();
    }

    private static String selected(GraphQLFieldDefinition field, @Nullable String id, int depth) {
        String arguments = id != null ? "(id: \"" + id + "\")" : field.getArgument("first") != null ? "(first: 2)" : "";
        return field.getName() + arguments + within(field.getType(), depth);
    }

    private static String within(GraphQLOutputType type, int depth) {
        GraphQLType named = GraphQLTypeUtil.unwrapAll(type);
        if (named instanceof GraphQLObjectType object) {
            return fields(object.getFieldDefinitions(), depth);
        }
        if (named instanceof GraphQLInterfaceType shared && shared.getName().equals("Node")) {
            return " { __typename ... on Event { id onlineUrl upcomingSessions { id event { onlineUrl } } } }";
        }
        return named instanceof GraphQLInterfaceType || named instanceof GraphQLUnionType ? " { __typename }" : "";
    }

    private static String fields(List<GraphQLFieldDefinition> fields, int depth) {
        return fields.stream()
                .filter(field -> field.getArguments().stream().noneMatch(JoinSessionTests::required))
                .filter(field ->
                        depth > 1 || !(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType))
                .map(field -> selected(field, null, depth - 1))
                .collect(Collectors.joining(" ", " { __typename ", " }"));
    }

    private UUID online(String startsIn, String endsIn, String mode) {
        UUID session = day.session(station, startsIn, endsIn);
        UUID event = UUID.fromString(day.text("select event_id::text from session where id = '%s'".formatted(session)));
        database.sql("""
                        update event set mode = :mode::event_mode, online_url = :url, required_consents = '{CHILD_DATA,ONLINE_SESSION}',
                            custody = case :mode when 'ONLINE' then 'NONE' else 'HAND_OVER' end::custody_kind
                        where id = :event
                        """)
                .bind("mode", mode)
                .bind("url", urls.sealed(event, "https://live.example/" + CANARY + "?t={ticket}"))
                .bind("event", event)
                .fetch()
                .rowsUpdated()
                .block();
        return session;
    }

    private TestFamily consented() {
        TestFamily family = day.family();
        day.run(
                "insert into consent (id, child_id, purpose, version, given_by) values (gen_random_uuid(), '%s', 'ONLINE_SESSION', 1, '%s')"
                        .formatted(TestDay.child(family), family.guardian().personId()));
        return family;
    }

    /** Lets the open join of a booking have begun some time ago, and be alive. */
    private void ago(String booking, String time) {
        day.run("update online_join set joined_at = now() - interval '%s' where left_at is null and booking_id = '%s'"
                .formatted(time, Booking.ID.decode(booking)));
    }

    private void past(UUID session) {
        day.run(
                "update session set starts_at = now() - interval '3 hours', ends_at = now() - interval '2 hours' where id = '%s'"
                        .formatted(session));
    }

    private List<String> modes(UUID session) {
        return day.texts("select mode::text from attendance where session_id = '%s' order by 1".formatted(session));
    }

    private String counted(UUID session) {
        Map<?, ?> counts = counts(session, "attendanceCounts { expected arrived left online }");
        Map<?, ?> presence = counts(session, "presence { present arrived left }");
        return "%s expected, %s arrived, %s left, %s online; present %s, arrived %s, left %s"
                .formatted(
                        counts.get("expected"),
                        counts.get("arrived"),
                        counts.get("left"),
                        counts.get("online"),
                        presence.get("present"),
                        presence.get("arrived"),
                        presence.get("left"));
    }

    private Map<?, ?> counts(UUID session, String selection) {
        return day.as(staff)
                .document("{ session(id: \"%s\") { counts: %s } }".formatted(Session.ID.encode(session), selection))
                .execute()
                .path("session.counts")
                .entity(Map.class)
                .get();
    }

    private long joined(String booking) {
        return day.number(
                "select count(*) from online_join where booking_id = '%s'".formatted(Booking.ID.decode(booking)));
    }

    private String url(TestFamily family, String booking) {
        return day.send(family.guardian(), "joinSession", TestDay.of(booking), "... on SessionJoined { onlineUrl }")
                .path("joinSession.onlineUrl")
                .entity(String.class)
                .get();
    }

    /** The code of the refusal, or the type of the result. */
    private String join(TestFamily family, String booking) {
        Map<?, ?> answer = day.send(
                        family.guardian(), "joinSession", TestDay.of(booking), "__typename ... on Refusal { code }")
                .path("joinSession")
                .entity(Map.class)
                .get();
        return answer.get("code") instanceof String code ? code : (String) answer.get("__typename");
    }

    private String left(TestFamily family, String booking) {
        Map<?, ?> answer = day.send(
                        family.guardian(),
                        "leaveSession",
                        TestDay.of(booking),
                        "... on SessionLeft { minutes attended }")
                .path("leaveSession")
                .entity(Map.class)
                .get();
        return answer.get("minutes") + " " + answer.get("attended");
    }
}
