package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.catalog.Service;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class})
class PublishEventTests {

    private static final String PUBLISH = """
            mutation($input: PublishEventInput!) { publishEvent(input: $input) {
              __typename
              ... on EventPublished {
                event { id title description kind mode custody childrenPerCarer onlineUrl minAge maxAge fee { amount currency }
                        requiredConsents bookingRules { yearlyLimit offerHoldHours reconfirmHoursBefore reconfirmAnswerHours
                                       noShowLimit noShowDays limitedOpensHoursBefore } station { id } service { id } }
                sessions { id startsAt endsAt capacity seatsLeft state booking { opensAt closesAt cancelUntil open } } }
              ... on InvalidInput { problems { path message } }
              ... on NotFound { id }
              ... on Refusal { code } } }
            """;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private TestPerson staff;
    private String service;
    private Instant saturday;

    @BeforeEach
    void aStation() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        service = Service.ID.encode(stations.service());
        saturday = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(10));
    }

    @Test
    void staff_publish_an_event_with_its_sessions() {
        GraphQlTester.Response response = publish(staff, input());

        response.path("publishEvent.event").entity(Map.class).satisfies(event -> {
            assertThat(String.valueOf(event.get("id"))).startsWith("evt_");
            assertThat(event)
                    .containsEntry("title", "周六书法班")
                    .containsEntry("description", "带毛笔")
                    .containsEntry("kind", "CLASS")
                    .containsEntry("mode", "HYBRID")
                    .containsEntry("onlineUrl", "https://live.example/calligraphy")
                    .containsEntry("minAge", 6)
                    .containsEntry("maxAge", 12)
                    .containsEntry("fee", Map.of("amount", "5.50", "currency", "CNY"))
                    .containsEntry("requiredConsents", List.of("CHILD_DATA", "PHOTOGRAPHS"))
                    .containsEntry("bookingRules", rules(null, 12, null, 24, 3, 90, 48))
                    .containsEntry("station", Map.of("id", station.id()))
                    .containsEntry("service", Map.of("id", service));
        });
        response.path("publishEvent.sessions").entityList(Map.class).satisfies(sessions -> {
            assertThat(sessions).hasSize(2);
            assertThat(sessions.get(0))
                    .containsEntry("capacity", 12)
                    .containsEntry("seatsLeft", 12)
                    .containsEntry("state", "SCHEDULED");
            assertThat(Instant.parse(String.valueOf(sessions.get(0).get("startsAt"))))
                    .isEqualTo(saturday);
            assertThat(Instant.parse(String.valueOf(sessions.get(0).get("endsAt"))))
                    .isEqualTo(saturday.plus(Duration.ofHours(2)));
            assertThat(sessions.get(1)).containsEntry("capacity", 8);
            Map<?, ?> booking =
                    (Map<?, ?>) Objects.requireNonNull(sessions.get(0).get("booking"));
            assertThat(booking.get("open")).isEqualTo(true);
            assertThat(hoursBefore(booking.get("opensAt"))).isEqualTo(720);
            assertThat(hoursBefore(booking.get("closesAt"))).isEqualTo(3);
            assertThat(hoursBefore(booking.get("cancelUntil"))).isEqualTo(48);
        });
    }

    @Test
    void staff_say_what_holds_for_bookings() {
        publish(staff, with(input(), "rules", rules(4, 6, 48, 12, null, 30, 4)))
                .path("publishEvent.event.bookingRules")
                .entity(Map.class)
                .isEqualTo(rules(4, 6, 48, 12, null, 30, 4));
    }

    @Test
    void in_whose_care_the_children_are_follows_the_mode_unless_said() {
        assertThat(custody("IN_PERSON", null)).isEqualTo("HAND_OVER");
        assertThat(custody("HYBRID", null)).isEqualTo("HAND_OVER");
        assertThat(custody("ONLINE", null)).isEqualTo("NONE");
        assertThat(custody("ONLINE", "NONE")).isEqualTo("NONE");
        assertThat(custody("HYBRID", "LEAVES_ALONE")).isEqualTo("LEAVES_ALONE");
        assertThat(custody("IN_PERSON", "GUARDIAN_STAYS")).isEqualTo("GUARDIAN_STAYS");
        assertThat(counts()).isEqualTo("6 events, 12 sessions");
        assertThat(custody("ONLINE", "HAND_OVER")).isEqualTo("custody");
        assertThat(custody("ONLINE", "GUARDIAN_STAYS")).isEqualTo("custody");
        assertThat(custody("IN_PERSON", "NONE")).isEqualTo("custody");
        assertThat(custody("HYBRID", "NONE")).isEqualTo("custody");
        assertThat(counts()).isEqualTo("6 events, 12 sessions");
    }

    @Test
    void carers_count_only_where_the_children_are_in_the_care_of_the_station() {
        assertThat(ratio("IN_PERSON", "HAND_OVER")).isEqualTo("8");
        assertThat(ratio("IN_PERSON", "LEAVES_ALONE")).isEqualTo("8");
        assertThat(ratio("IN_PERSON", "GUARDIAN_STAYS")).isEqualTo("childrenPerCarer");
        assertThat(ratio("ONLINE", "NONE")).isEqualTo("childrenPerCarer");
        assertThat(counts()).isEqualTo("2 events, 4 sessions");
    }

    private String custody(String mode, @Nullable String custody) {
        return acceptedOrWrong(fresh(mode, custody), "custody");
    }

    private String ratio(String mode, String custody) {
        return acceptedOrWrong(with(fresh(mode, custody), "childrenPerCarer", 8), "childrenPerCarer");
    }

    private Map<String, Object> fresh(String mode, @Nullable String custody) {
        Map<String, Object> input = with(input(), "mode", mode);
        input.put("idempotencyKey", UUID.randomUUID().toString());
        input.put("custody", custody);
        return input;
    }

    /** The value of the event's field, or the path of the only problem. */
    private String acceptedOrWrong(Map<String, Object> input, String field) {
        Map<?, ?> result =
                publish(staff, input).path("publishEvent").entity(Map.class).get();
        return result.get("event") instanceof Map<?, ?> event
                ? String.valueOf(event.get(field))
                : ((List<?>) Objects.requireNonNull(result.get("problems")))
                        .stream()
                                .map(problem -> String.valueOf(((Map<?, ?>) problem).get("path")))
                                .collect(Collectors.joining(","));
    }

    @Test
    void rules_that_cannot_hold_are_refused() {
        publish(staff, with(input(), "rules", rules(367, 0, 24, 24, 0, 367, 3)))
                .path("publishEvent.problems[*].path")
                .entityList(String.class)
                .containsExactly(
                        "rules.yearlyLimit",
                        "rules.offerHoldHours",
                        "rules.reconfirmAnswerHours",
                        "rules.noShowLimit",
                        "rules.noShowDays",
                        "rules.limitedOpensHoursBefore");
        assertThat(counts()).isEqualTo("0 events, 0 sessions");
    }

    @Test
    void sessions_come_from_a_rule() {
        Map<String, Object> weekly = input();
        weekly.remove("sessions");
        weekly.put(
                "recurrence",
                Map.of("rule", "FREQ=WEEKLY;COUNT=4", "startsAt", saturday.toString(), "minutes", 90, "capacity", 20));

        publish(staff, weekly)
                .path("publishEvent.sessions[*].startsAt")
                .entityList(String.class)
                .satisfies(starts -> assertThat(starts.stream().map(Instant::parse))
                        .containsExactlyElementsOf(IntStream.range(0, 4)
                                .mapToObj(week -> saturday.plus(Duration.ofDays(7L * week)))
                                .toList()));
        weekly.put(
                "recurrence",
                Map.of("rule", "FREQ=WEEKLY", "startsAt", saturday.toString(), "minutes", 90, "capacity", 20));
        weekly.put("idempotencyKey", UUID.randomUUID().toString());
        publish(staff, weekly)
                .path("publishEvent.problems[*].path")
                .entityList(String.class)
                .containsExactly("recurrence.rule");
    }

    @Test
    void starts_that_the_database_would_keep_as_one_are_told_apart_before() {
        Map<String, Object> input = input();
        Map<String, Object> session = Map.of(
                "startsAt", saturday.plusNanos(100).toString(),
                "endsAt", saturday.plus(Duration.ofHours(2)).toString(),
                "capacity", 8);
        Map<String, Object> hundredNanosEarlier = new HashMap<>(session);
        hundredNanosEarlier.put("startsAt", saturday.toString());
        input.put("sessions", List.of(session, hundredNanosEarlier));

        publish(staff, input)
                .path("publishEvent.problems[*].path")
                .entityList(String.class)
                .containsExactly("sessions[1].startsAt");
        assertThat(counts()).isEqualTo("0 events, 0 sessions");
    }

    @Test
    void the_same_key_gives_the_same_event_and_another_payload_is_refused() {
        Map<String, Object> input = input();
        String first = publish(staff, input)
                .path("publishEvent.event.id")
                .entity(String.class)
                .get();

        publish(staff, input).path("publishEvent.event.id").entity(String.class).isEqualTo(first);
        publish(staff, with(input, "title", "周日书法班"))
                .path("publishEvent.code")
                .entity(String.class)
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(counts()).isEqualTo("1 events, 2 sessions");
    }

    @Test
    void each_field_that_cannot_be_accepted_is_named_once_and_nothing_is_published() {
        Map<String, Object> input = input();
        input.putAll(Map.of(
                "title",
                "一",
                "description",
                "长".repeat(4001),
                "onlineUrl",
                "http://live.example/",
                "minAge",
                9,
                "maxAge",
                8,
                "fee",
                "0.005",
                "bookingOpensHoursBefore",
                2161,
                "bookingClosesHoursBefore",
                721,
                "cancelUntilHoursBefore",
                -1,
                "sessions",
                List.of(
                        session(saturday, 0, 12),
                        session(saturday, 25, 0),
                        session(saturday.plusSeconds(60), 1, 10_001))));

        publish(staff, input)
                .path("publishEvent.problems[*].path")
                .entityList(String.class)
                .containsExactly(
                        "title",
                        "description",
                        "onlineUrl",
                        "maxAge",
                        "fee",
                        "bookingOpensHoursBefore",
                        "bookingClosesHoursBefore",
                        "cancelUntilHoursBefore",
                        "sessions[0].endsAt",
                        "sessions[1].endsAt",
                        "sessions[1].capacity",
                        "sessions[1].startsAt",
                        "sessions[2].capacity");
        assertThat(counts()).isEqualTo("0 events, 0 sessions");
    }

    @Test
    void past_and_far_sessions_are_refused_and_free_the_key() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> input = with(
                input(),
                "sessions",
                List.of(
                        session(saturday, 2, 12),
                        session(now.minusSeconds(60), 2, 12),
                        session(now.plus(Duration.ofDays(800)), 2, 12)));
        publish(staff, input)
                .path("publishEvent.problems[*].path")
                .entityList(String.class)
                .containsExactly("sessions[1].startsAt", "sessions[2].startsAt")
                .path("publishEvent.problems[*].message")
                .entityList(String.class)
                .containsExactly("应晚于现在。", "不能晚于 2 年以后。");
        assertThat(counts()).isEqualTo("0 events, 0 sessions");

        publish(staff, with(input, "sessions", List.of(session(saturday, 2, 12))))
                .path("publishEvent.__typename")
                .entity(String.class)
                .isEqualTo("EventPublished");
    }

    @Test
    void an_online_event_says_where_to_join_and_no_event_has_too_many_sessions() {
        problem(with(input(), "onlineUrl", null)).isEqualTo("onlineUrl");
        problem(with(input(), "sessions", List.of())).isEqualTo("sessions");
        problem(with(
                        input(),
                        "sessions",
                        IntStream.rangeClosed(0, 100)
                                .mapToObj(i -> session(saturday.plusSeconds(i), 1, 1))
                                .toList()))
                .isEqualTo("sessions");
        assertThat(counts()).isEqualTo("0 events, 0 sessions");
    }

    @Test
    void a_missing_and_a_retired_service_are_not_found() {
        String retired = Service.ID.encode(stations.service());
        database.sql("update service set retired_at = now() where id = :id")
                .bind("id", Service.ID.decode(retired))
                .fetch()
                .rowsUpdated()
                .block();
        for (String id : List.of(retired, Service.ID.encode(IdType.next()))) {
            publish(staff, with(input(), "serviceId", id))
                    .path("publishEvent.id")
                    .entity(String.class)
                    .isEqualTo(id);
        }
        assertThat(counts()).isEqualTo("0 events, 0 sessions");
    }

    @Test
    void only_those_who_manage_the_station_publish_for_it() {
        TestStation elsewhere = stations.station();
        for (TestPerson person : List.of(people.staffOf(elsewhere.uuid()), people.federationOf(elsewhere.city()))) {
            publish(person, input())
                    .path("publishEvent.id")
                    .entity(String.class)
                    .isEqualTo(station.id())
                    .path("publishEvent.code")
                    .entity(String.class)
                    .isEqualTo("NOT_FOUND");
        }
        publish(people.guardian(), input())
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        assertThat(counts()).isEqualTo("0 events, 0 sessions");

        publish(people.federationOf(station.city()), input())
                .path("publishEvent.__typename")
                .entity(String.class)
                .isEqualTo("EventPublished");
    }

    private GraphQlTester.Entity<String, ?> problem(Map<String, Object> input) {
        return publish(staff, input).path("publishEvent.problems[0].path").entity(String.class);
    }

    private GraphQlTester.Response publish(TestPerson person, Map<String, Object> input) {
        return tester.mutate()
                .headers(person::authorize)
                .build()
                .document(PUBLISH)
                .variable("input", input)
                .execute();
    }

    private Map<String, Object> input() {
        Map<String, Object> input = new HashMap<>(Map.of(
                "idempotencyKey",
                UUID.randomUUID().toString(),
                "stationId",
                station.id(),
                "serviceId",
                service,
                "title",
                " 周六书法班 ",
                "description",
                "带毛笔",
                "kind",
                "CLASS",
                "mode",
                "HYBRID",
                "onlineUrl",
                "https://live.example/calligraphy"));
        input.putAll(Map.of(
                "minAge", 6,
                "maxAge", 12,
                "fee", "5.50",
                "bookingOpensHoursBefore", 720,
                "bookingClosesHoursBefore", 3,
                "cancelUntilHoursBefore", 48,
                "requiredConsents", List.of("CHILD_DATA", "PHOTOGRAPHS"),
                "sessions", List.of(session(saturday.plus(Duration.ofDays(7)), 2, 8), session(saturday, 2, 12))));
        return input;
    }

    private static Map<String, Object> session(Instant startsAt, int hours, int capacity) {
        return Map.of(
                "startsAt",
                startsAt.toString(),
                "endsAt",
                startsAt.plus(Duration.ofHours(hours)).toString(),
                "capacity",
                capacity);
    }

    private long hoursBefore(@Nullable Object moment) {
        return Duration.between(Instant.parse(String.valueOf(moment)), saturday).toHours();
    }

    private static Map<String, @Nullable Object> rules(@Nullable Object... values) {
        Map<String, @Nullable Object> rules = new HashMap<>();
        List<String> names = List.of(
                "yearlyLimit",
                "offerHoldHours",
                "reconfirmHoursBefore",
                "reconfirmAnswerHours",
                "noShowLimit",
                "noShowDays",
                "limitedOpensHoursBefore");
        IntStream.range(0, values.length).forEach(i -> rules.put(names.get(i), values[i]));
        return rules;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
        return map;
    }

    private String counts() {
        return database.sql("""
                        select (select count(*) from event where station_id = :station) || ' events, '
                            || (select count(*) from session where station_id = :station) || ' sessions'
                        """)
                .bind("station", station.uuid())
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
