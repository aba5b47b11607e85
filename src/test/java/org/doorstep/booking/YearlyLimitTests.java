package org.doorstep.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class YearlyLimitTests {

    private static final int LIMIT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TransactionalOperator transactions;

    private UUID first;
    private int year;
    private TestFamily family;

    @BeforeEach
    void anEventOfTwoPlacesAYear() {
        first = sessions.session(stations.station(), stations.service(), 5);
        year = LocalDate.now(ZoneId.of("Asia/Shanghai")).getYear() + 1;
        limit(String.valueOf(LIMIT));
        family = families.family(8, 9);
    }

    @Test
    void a_child_holds_no_more_places_of_an_event_in_a_year_than_it_may() {
        List<UUID> june = june(4);
        String booking = booked(june.get(0));
        booked(june.get(1));

        book(june.get(2), "REFUSE")
                .path("bookSession")
                .entity(Map.class)
                .isEqualTo(Map.of(
                        "__typename",
                        "YearlyLimitReached",
                        "code",
                        "YEARLY_LIMIT_REACHED",
                        "message",
                        "这个活动每个孩子每年最多 2 次，%d 年的次数已用完。".formatted(year),
                        "childId",
                        family.child(),
                        "limit",
                        LIMIT,
                        "year",
                        year));
        assertThat(typeOf(book(june.get(2), "JOIN_WAITLIST"))).isEqualTo("YearlyLimitReached");
        assertThat(numbers()).containsExactly(1, 2);

        cancel(booking);
        booked(june.get(2));
        assertThat(typeOf(book(june.get(3), "REFUSE"))).isEqualTo("YearlyLimitReached");
        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void each_child_each_year_and_each_event_counts_by_itself() {
        List<UUID> june = june(3);
        booked(june.get(0));
        booked(june.get(1));

        booked(sessions.again(first, start(year + 1, 6, 1)));
        UUID other = sessions.session(stations.station(), stations.service(), 5);
        booked(other);
        assertThat(typeOf(book(june.get(2), family.children().get(1), "REFUSE")))
                .isEqualTo("SessionBooked");
    }

    @Test
    void a_year_ends_at_midnight_in_Shanghai() {
        UUID lastDay = sessions.again(first, Instant.parse("%d-12-31T15:59:00Z".formatted(year)));
        UUID newYear = sessions.again(first, Instant.parse("%d-12-31T18:00:00Z".formatted(year)));
        limit("1");

        booked(lastDay);
        booked(newYear);
    }

    @Test
    void of_eight_bookings_at_once_two_get_through() {
        Map<String, Long> answers = Objects.requireNonNull(Flux.fromIterable(june(8))
                .flatMap(
                        session -> Mono.fromCallable(() -> typeOf(book(session, "REFUSE")))
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()))
                .block(PATIENCE));

        assertThat(answers).containsOnly(Map.entry("SessionBooked", 2L), Map.entry("YearlyLimitReached", 6L));
        assertThat(numbers()).containsExactly(1, 2);
    }

    /** The control: without the index, a booking that another has not seen yet takes the same number. */
    @Test
    void without_the_index_two_bookings_at_once_exceed_the_limit() {
        limit("1");
        List<UUID> june = june(2);
        run("drop index booking_yearly");
        try {
            transactions
                    .transactional(bookBeneath(june.get(0))
                            .then(Mono.fromCallable(() -> typeOf(book(june.get(1), "REFUSE")))
                                    .subscribeOn(Schedulers.boundedElastic())))
                    .block(PATIENCE);

            assertThat(numbers()).containsExactly(1, 1);
        } finally {
            run("delete from booking where child_id = '%s'".formatted(Child.ID.decode(family.child())));
            run("""
                    create unique index booking_yearly on booking (child_id, yearly_event, yearly_year, yearly_number)
                    where yearly_number is not null
                    """);
        }
    }

    @Test
    void who_waits_is_passed_over_at_the_limit_and_told_why() {
        limit("1");
        List<UUID> june = june(2);
        TestFamily holder = families.family(7);
        run("update session set capacity = 1 where id = '%s'".formatted(june.get(0)));
        String held = idOf(bookFor(holder, june.get(0), holder.child(), "REFUSE"));
        String waiting = idOf(book(june.get(0), "JOIN_WAITLIST"));
        TestFamily next = families.family(7);
        String behind = idOf(bookFor(next, june.get(0), next.child(), "JOIN_WAITLIST"));
        booked(june.get(1));

        cancel(holder, held);

        assertThat(state(waiting)).isEqualTo("WAITLISTED");
        assertThat(state(behind)).isEqualTo("OFFERED");
        family.api()
                .document("query($id: ID!) { node(id: $id) { ... on Booking { waitlistHistory { reason } } } }")
                .variable("id", waiting)
                .execute()
                .path("node.waitlistHistory[*].reason")
                .entityList(String.class)
                .containsExactly("YEARLY_LIMIT");
    }

    @Test
    void a_session_that_is_moved_to_another_year_takes_no_place_away_but_counts_there() {
        limit("1");
        UUID thisYear = june(1).get(0);
        booked(thisYear);
        UUID nextYear = sessions.again(first, start(year + 1, 6, 1));
        booked(nextYear);

        run("""
                update booking set period = tstzrange('%1$s', '%1$s'::timestamptz + interval '2 hours')
                where session_id = '%2$s'
                """.formatted(start(year + 1, 6, 2), thisYear));

        assertThat(numbers()).containsExactly(1, 2);
        UUID third = sessions.again(first, start(year + 1, 6, 3));
        assertThat(typeOf(book(third, "REFUSE"))).isEqualTo("YearlyLimitReached");
        booked(sessions.again(first, start(year, 6, 20)));
    }

    @Test
    void a_limit_that_comes_later_counts_what_is_held() {
        limit("null");
        List<UUID> june = june(3);
        booked(june.get(0));
        booked(june.get(1));
        assertThat(numbers()).isEmpty();

        limit("1");

        assertThat(numbers()).containsExactly(1, 2);
        assertThat(typeOf(book(june.get(2), "REFUSE"))).isEqualTo("YearlyLimitReached");
    }

    private void limit(String limit) {
        run("update event set yearly_limit = %s where id = (select event_id from session where id = '%s')"
                .formatted(limit, first));
    }

    private List<UUID> june(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(day -> sessions.again(first, start(year, 6, day)))
                .toList();
    }

    private static Instant start(int year, int month, int day) {
        return LocalDate.of(year, month, day)
                .atTime(9, 0)
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toInstant();
    }

    private String booked(UUID session) {
        GraphQlTester.Response response = book(session, "REFUSE");
        assertThat(typeOf(response)).isEqualTo("SessionBooked");
        return idOf(response);
    }

    private GraphQlTester.Response book(UUID session, String ifFull) {
        return book(session, family.child(), ifFull);
    }

    private GraphQlTester.Response book(UUID session, String child, String ifFull) {
        return bookFor(family, session, child, ifFull);
    }

    private static GraphQlTester.Response bookFor(TestFamily family, UUID session, String child, String ifFull) {
        return family.api()
                .document("""
                        mutation($input: BookSessionInput!) {
                          bookSession(input: $input) {
                            __typename
                            ... on SessionBooked { bookings { id } }
                            ... on SessionWaitlisted { bookings { id } }
                            ... on Refusal { code message }
                            ... on YearlyLimitReached { childId limit year }
                          }
                        }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(session),
                                "childIds", List.of(child),
                                "ifFull", ifFull))
                .execute();
    }

    private Mono<Long> bookBeneath(UUID session) {
        return database.sql("""
                        insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                        select gen_random_uuid(), county_id, id, :child, gen_random_uuid(), 'CONFIRMED', :person,
                               tstzrange(starts_at, ends_at)
                        from session where id = :session
                        """)
                .bind("child", Child.ID.decode(family.child()))
                .bind("person", family.guardian().personId())
                .bind("session", session)
                .fetch()
                .rowsUpdated();
    }

    private static String typeOf(GraphQlTester.Response response) {
        return response.path("bookSession.__typename").entity(String.class).get();
    }

    private static String idOf(GraphQlTester.Response response) {
        return response.path("bookSession.bookings[0].id").entity(String.class).get();
    }

    private void cancel(String booking) {
        cancel(family, booking);
    }

    private static void cancel(TestFamily family, String booking) {
        family.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", booking)
                .execute()
                .path("cancelBooking.__typename")
                .entity(String.class)
                .isEqualTo("BookingCancelled");
    }

    private String state(String booking) {
        return database.sql("select state::text from booking where id = :id")
                .bind("id", Booking.ID.decode(booking))
                .mapValue(String.class)
                .one()
                .block();
    }

    /** The numbers of the first child's places of the event, whatever the year. */
    private List<Integer> numbers() {
        return database.sql("""
                        select yearly_number from booking where child_id = :child and yearly_number is not null order by 1
                        """)
                .bind("child", Child.ID.decode(family.child()))
                .mapValue(Integer.class)
                .all()
                .collectList()
                .block();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
