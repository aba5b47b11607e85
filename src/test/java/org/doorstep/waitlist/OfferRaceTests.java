package org.doorstep.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestBookings;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
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
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** An offer to two siblings is accepted, and waits for the session, which somebody else has locked. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFamilies.class, TestBookings.class})
class OfferRaceTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestBookings bookings;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TransactionalOperator transactions;

    private UUID session;
    private TestFamily siblings;
    private List<String> basket;

    @BeforeEach
    void offerTwoPlaces() {
        TestStation station = stations.station();
        TestPerson staff = people.staffOf(station.uuid());
        session = bookings.session(bookings.event(station, stations.service()), 10, 9, 1);
        bookings.book(families.family(8), session);
        siblings = families.family(6, 9);
        basket = bookings.book(siblings, session);
        bookings.send(
                staff,
                "changeCapacity",
                "ChangeCapacityInput",
                Map.of("sessionId", Session.ID.encode(session), "capacity", 3),
                "");
        assertThat(states()).isEqualTo("OFFERED OFFERED");
    }

    @Test
    void a_sibling_whose_consent_is_taken_back_meanwhile_gets_no_place_and_the_other_does() {
        GraphQlTester.Response answer = acceptWhile("""
                update consent set withdrawn_at = now(), withdrawn_by = '%s' where child_id = '%s'
                """.formatted(
                        siblings.guardian().personId(),
                        Child.ID.decode(siblings.children().get(1))));

        answer.path("acceptOffer.bookings[*].state").entityList(String.class).containsExactly("CONFIRMED", "CANCELLED");
        assertThat(states()).isEqualTo("CONFIRMED CANCELLED");
        assertThat(bookings.counts(session)).isEqualTo("2 taken, 2 held, 0 waiting, 0 in line");
    }

    @Test
    void a_sibling_who_is_too_old_meanwhile_gets_no_place_and_neither_does_the_other() {
        GraphQlTester.Response answer =
                acceptWhile("update child set birth_date = (birth_date - interval '12 years')::date where id = '%s'"
                        .formatted(Child.ID.decode(siblings.children().get(1))));

        answer.path("acceptOffer.code").entity(String.class).isEqualTo("CHILD_TOO_OLD");
        assertThat(states()).isEqualTo("OFFERED OFFERED");
    }

    private GraphQlTester.Response acceptWhile(String change) {
        CompletableFuture<GraphQlTester.Response> answer = new CompletableFuture<>();
        transactions
                .transactional(database.sql("select from session where id = '%s' for update".formatted(session))
                        .then()
                        .then(Mono.fromRunnable(() -> answer.completeAsync(this::accept, ForkJoinPool.commonPool())))
                        .then(somebodyWaits())
                        .then(database.sql(change).then()))
                .block(PATIENCE);
        return answer.join();
    }

    private GraphQlTester.Response accept() {
        return siblings.api().document("""
                        mutation($id: ID!) { acceptOffer(input: { bookingId: $id }) {
                            ... on OfferAccepted { bookings { state } } ... on Refusal { code } } }
                        """).variable("id", basket.get(0)).execute();
    }

    private String states() {
        return bookings.text("""
                select string_agg(b.state::text, ' ' order by c.birth_date desc)
                from booking b join child c on c.id = b.child_id where b.basket_id = (
                    select x.basket_id from booking x where x.id = '%s')
                """.formatted(Booking.ID.decode(basket.get(0))));
    }

    /** Completes when a statement of this database waits for a lock. */
    private Mono<Void> somebodyWaits() {
        return database.sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """)
                .mapValue(Boolean.class)
                .one()
                .repeat()
                .takeUntil(Boolean::booleanValue)
                .then();
    }
}
