package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestBookings.class})
class BookSeriesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // the same in each request, so that a repeated one is the same
    private static final String FAR_AHEAD = at(90);
    private static final String SKIPPED = " { session { id startsAt } refusal { code message } } ";

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private HttpGraphQlTester tester;

    private TestStation station;
    private UUID service;
    private UUID event;
    private TestFamily family;

    @BeforeEach
    void plan() {
        station = stations.station();
        service = stations.service();
        event = bookings.event(station, service);
        family = families.family(7, 9);
    }

    @Test
    void the_rest_of_a_series_is_booked_at_once_the_earliest_first() {
        UUID later = bookings.session(event, 17, 9, 5);
        UUID soon = bookings.session(event, 10, 9, 5);
        UUID beyond = bookings.session(event, 24, 9, 5);

        GraphQlTester.Response booked = book(Map.of("until", at(20)));

        booked.path("bookSeries.bookings[*].session.id")
                .entityList(String.class)
                .containsExactly(id(soon), id(soon), id(later), id(later));
        booked.path("bookSeries.bookings[*].child.id")
                .entityList(String.class)
                .isEqualTo(Stream.concat(family.children().stream(), family.children().stream())
                        .toList());
        booked.path("bookSeries.bookings[*].state")
                .entityList(String.class)
                .satisfies(states -> assertThat(states).containsOnly("CONFIRMED"));
        booked.path("bookSeries.skipped").entityList(Object.class).hasSize(0);
        assertThat(booked.path("bookSeries.bookings[*].basketId").entityList(String.class).get().stream()
                        .distinct())
                .hasSize(2);
        assertThat(bookings.counts(soon)).isEqualTo("2 taken, 2 held, 0 waiting, 0 in line");
        assertThat(bookings.counts(beyond)).isEqualTo("0 taken, 0 held, 0 waiting, 0 in line");
    }

    @Test
    void of_a_term_only_the_half_days_are_booked_that_are_wanted() {
        UUID noon = bookings.session(event, 10, 12, 5);
        UUID morning = bookings.session(event, 10, 9, 5);
        UUID evening = bookings.session(event, 11, 23, 5);
        UUID early = bookings.session(event, 11, 0, 5);

        book(Map.of("dayPart", "MORNING"))
                .path("bookSeries.bookings[*].session.id")
                .entityList(String.class)
                .containsExactly(id(morning), id(morning), id(early), id(early));
        book(Map.of("dayPart", "AFTERNOON"))
                .path("bookSeries.bookings[*].session.id")
                .entityList(String.class)
                .containsExactly(id(noon), id(noon), id(evening), id(evening));
    }

    @Test
    void one_problem_stops_all_and_every_problem_is_told() {
        UUID free = bookings.session(event, 10, 9, 5);
        UUID full = bookings.session(event, 11, 9, 1);
        UUID taken = bookings.session(event, 12, 9, 5);
        bookings.book(family, bookings.session(bookings.event(station, service), 12, 10, 5));
        UUID farOff = bookings.session(event, 70, 9, 5);
        String before = everything(free, full, taken, farOff);

        GraphQlTester.Response refused = book(Map.of());

        refused.path("bookSeries.code").entity(String.class).isEqualTo("SERIES_NOT_BOOKED");
        refused.path("bookSeries.message").entity(String.class).isEqualTo("有 3 个场次不能预约，没有预约任何场次。");
        refused.path("bookSeries.skipped[*].session.id")
                .entityList(String.class)
                .containsExactly(id(full), id(taken), id(farOff));
        refused.path("bookSeries.skipped[*].refusal.code")
                .entityList(String.class)
                .containsExactly("SESSION_FULL", "OVERLAPPING_SESSION", "BOOKING_NOT_OPEN");
        refused.path("bookSeries.skipped[0].refusal.message")
                .entity(String.class)
                .isEqualTo("名额不足，还剩 1 个。");
        assertThat(everything(free, full, taken, farOff)).isEqualTo(before);
        assertThat(keys()).isEqualTo("0");
    }

    @Test
    void what_cannot_be_booked_is_skipped_and_a_retry_gives_the_same() {
        UUID free = bookings.session(event, 10, 9, 5);
        UUID overlapping = bookings.session(event, 10, 10, 5);
        UUID farOff = bookings.session(event, 70, 9, 5);
        Map<String, Object> more = Map.of("onProblem", "SKIP_AND_REPORT", "idempotencyKey", UUID.randomUUID());

        GraphQlTester.Response first = book(more);
        GraphQlTester.Response again = book(more);

        List<String> ids =
                first.path("bookSeries.bookings[*].id").entityList(String.class).get();
        assertThat(ids).hasSize(2);
        again.path("bookSeries.bookings[*].id").entityList(String.class).isEqualTo(ids);
        for (GraphQlTester.Response answer : List.of(first, again)) {
            answer.path("bookSeries.skipped[*].session.id")
                    .entityList(String.class)
                    .containsExactly(id(overlapping), id(farOff));
            answer.path("bookSeries.skipped[*].refusal.code")
                    .entityList(String.class)
                    .containsExactly("OVERLAPPING_SESSION", "BOOKING_NOT_OPEN");
        }
        assertThat(bookings.counts(free)).isEqualTo("2 taken, 2 held, 0 waiting, 0 in line");
        assertThat(keys()).isEqualTo("1");
    }

    @Test
    void when_all_are_skipped_it_is_a_refusal() {
        UUID full = bookings.session(event, 10, 9, 1);
        String before = everything(full);

        book(Map.of("onProblem", "SKIP_AND_REPORT"))
                .path("bookSeries.skipped[*].refusal.code")
                .entityList(String.class)
                .containsExactly("SESSION_FULL");

        assertThat(everything(full)).isEqualTo(before);
        assertThat(keys()).isEqualTo("0");
    }

    @Test
    void children_of_others_are_not_booked() {
        UUID free = bookings.session(event, 10, 9, 5);
        String before = everything(free);

        book(Map.of("childIds", families.family(8).children(), "onProblem", "SKIP_AND_REPORT"))
                .path("bookSeries.skipped[*].refusal.code")
                .entityList(String.class)
                .containsExactly("NOT_YOUR_CHILD");

        assertThat(everything(free)).isEqualTo(before);
    }

    @Test
    void who_waits_for_some_of_the_sessions_is_told_of_both() {
        bookings.session(event, 10, 9, 5);
        bookings.session(event, 11, 9, 1);

        book(Map.of("ifFull", "JOIN_WAITLIST"))
                .path("bookSeries.bookings[*].state")
                .entityList(String.class)
                .containsExactly("CONFIRMED", "CONFIRMED", "WAITLISTED", "WAITLISTED");
    }

    @Test
    void sessions_that_were_called_off_or_have_begun_are_left_out() {
        UUID free = bookings.session(event, 10, 9, 5);
        UUID off = bookings.session(event, 11, 9, 5);
        bookings.run("update session set cancelled_at = now() where id = '" + off + "'");
        bookings.session(event, -1, 9, 5);

        book(Map.of("from", Instant.now().minus(5, ChronoUnit.DAYS).toString()))
                .path("bookSeries.bookings[*].session.id")
                .entityList(String.class)
                .containsExactly(id(free), id(free));
    }

    @Test
    void a_request_that_means_no_session_or_too_many_is_refused() {
        UUID first = bookings.session(event, 1, 1, 5);
        for (int day = 2; day < 35; day++) {
            for (int hour = 1; hour < 10; hour += 3) {
                bookings.session(event, day, hour, 5);
            }
        }
        bookings.session(event, 1, 4, 5);
        assertThat(bookings.text("select count(*)::text from session where event_id = '" + event + "'"))
                .isEqualTo("101");
        String before = everything(first);

        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("from", at(50)),
                Map.of("from", at(80), "until", at(70)),
                Map.of("childIds", List.of()),
                Map.of("childIds", List.of(family.child(), family.child())))) {
            book(wrong).path("bookSeries.code").entity(String.class).isEqualTo("INVALID_INPUT");
        }
        book(Map.of("eventId", Event.ID.encode(UUID.randomUUID())))
                .path("bookSeries.code")
                .entity(String.class)
                .isEqualTo("NOT_FOUND");
        assertThat(everything(first)).isEqualTo(before);

        bookings.run("update session set cancelled_at = now() where id = '" + first + "'");
        book(Map.of("childIds", List.of(family.child())))
                .path("bookSeries.bookings")
                .entityList(Object.class)
                .hasSize(100);
    }

    @Test
    void a_key_is_for_one_request() {
        bookings.session(event, 10, 9, 5);
        UUID key = UUID.randomUUID();
        book(Map.of("idempotencyKey", key));

        book(Map.of("idempotencyKey", key, "until", at(30)))
                .path("bookSeries.code")
                .entity(String.class)
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void of_two_guardians_who_book_overlapping_series_at_once_one_gets_all_of_it() {
        UUID other = bookings.event(station, service);
        for (int day = 10; day < 20; day++) {
            bookings.session(event, day, 9, 5);
            bookings.session(other, day, 10, 5);
        }
        HttpGraphQlTester second = secondGuardian();

        Map<String, Long> answers = Flux.just(Map.entry(family.api(), event), Map.entry(second, other))
                .repeat(2)
                .flatMap(request -> at(request.getKey(), Map.of("eventId", Event.ID.encode(request.getValue()))), 6)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(answers).isEqualTo(Map.of("SeriesBooked", 1L, "SeriesNotBooked", 5L));
        assertThat(held()).isEqualTo("20 bookings of 1 events");
    }

    @Test
    void the_same_request_of_a_series_at_once_books_once() {
        for (int day = 10; day < 20; day++) {
            bookings.session(event, day, 9, 5);
        }
        UUID key = UUID.randomUUID();

        Map<String, Long> answers = Flux.range(0, 10)
                .flatMap(i -> at(family.api(), Map.of("idempotencyKey", key)), 10)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(answers).isEqualTo(Map.of("SeriesBooked", 10L));
        assertThat(held()).isEqualTo("20 bookings of 1 events");
        assertThat(bookings.text("""
                select string_agg(distinct s.seats_taken::text, ' ') from session s where s.event_id = '%s'
                """.formatted(event))).isEqualTo("2");
    }

    private Mono<String> at(HttpGraphQlTester api, Map<String, Object> more) {
        return Mono.fromCallable(() -> book(api, more)
                        .path("bookSeries.__typename")
                        .entity(String.class)
                        .get())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private GraphQlTester.Response book(Map<String, Object> more) {
        return book(family.api(), more);
    }

    private GraphQlTester.Response book(HttpGraphQlTester api, Map<String, Object> more) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "idempotencyKey", UUID.randomUUID(),
                "eventId", Event.ID.encode(event),
                "childIds", family.children(),
                "until", FAR_AHEAD));
        input.putAll(more);
        return bookings.send(
                api,
                "bookSeries",
                "BookSeriesInput",
                input,
                "... on SeriesBooked { bookings { id state basketId child { id } session { id } } skipped" + SKIPPED
                        + "} ... on SeriesNotBooked { skipped" + SKIPPED + "}");
    }

    private HttpGraphQlTester secondGuardian() {
        TestPerson second = people.guardian();
        bookings.run(
                "insert into family_guardian (family_id, person_id) select family_id, '%s' from child where id = '%s'"
                        .formatted(second.personId(), Child.ID.decode(family.child())));
        return tester.mutate().headers(second::authorize).build();
    }

    private static String at(int days) {
        return Instant.now().plus(days, ChronoUnit.DAYS).toString();
    }

    private static String id(UUID session) {
        return Session.ID.encode(session);
    }

    private String everything(UUID... sessions) {
        return Stream.of(sessions).map(bookings::everything).collect(Collectors.joining("\n"));
    }

    private String keys() {
        return bookings.text(
                "select count(*)::text from idempotency_key where operation = 'bookSeries' and person_id = '"
                        + family.guardian().personId() + "'");
    }

    private String held() {
        return bookings.text("""
                select count(*) || ' bookings of ' || count(distinct s.event_id) || ' events'
                from booking b join session s on s.id = b.session_id join child c on c.id = b.child_id
                where b.state = 'CONFIRMED' and c.family_id = (select family_id from child where id = '%s')
                """.formatted(Child.ID.decode(family.child())));
    }
}
