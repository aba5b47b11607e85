package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.doorstep.funding.TestFunding.TestProject;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * What can be learned of small counts from everything that is open. One project runs a story hour and a sand-play group that is
 * always full; another shares the story hour; a third has talks for one child at a time, and an hour to which one child came.
 */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestFunding.class})
class SmallCountsTests {

    private static final int FIRST = 7;
    private static final int LAST = 10;

    @Autowired
    private TestFunding funding;

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private DatabaseClient database;

    private final Map<String, Integer> came = new HashMap<>();
    private final Map<String, Integer> booked = new HashMap<>();
    private TestProject stories;
    private TestProject shared;
    private TestProject talks;
    private UUID sandPlay = new UUID(0, 0);
    private UUID quietHour = new UUID(0, 0);

    @BeforeEach
    void rows() {
        stories = funding.project("2025-07-01", "2025-10-31");
        shared = funding.project("2025-07-01", "2025-10-31");
        talks = funding.project("2025-07-01", "2025-10-31");
        for (TestProject project : List.of(stories, shared, talks)) {
            funding.publish(project);
            if (project != stories) {
                funding.fund(project.uuid(), stories.foundation(), "1.00");
            }
        }
        List<UUID> children = funding.children(18);
        sandPlay = funding.eventElsewhere(stories);
        quietHour = funding.eventElsewhere(talks);
        funding.link(shared, stories.event());
        for (int month = FIRST; month <= LAST; month++) {
            // twelve children at four story hours, six at two sand-plays with three places each
            for (int week = 0; week < 4; week++) {
                session(
                        stories.event(),
                        "2025-%02d-%02dT09:00".formatted(month, 3 + 7 * week),
                        20,
                        3,
                        children.subList(3 * week, 3 * week + 3));
            }
            for (int week = 0; week < 2; week++) {
                session(
                        sandPlay,
                        "2025-%02d-%02dT14:00".formatted(month, 4 + 7 * week),
                        3,
                        3,
                        children.subList(12 + 3 * week, 15 + 3 * week));
            }
        }
        for (int day = 1; day <= 3; day++) {
            session(talks.event(), "2025-08-0%dT10:00".formatted(day), 1, 1, children.subList(0, 1));
        }
        session(quietHour, "2025-09-05T16:00", 5, 1, children.subList(0, 1));
        session(quietHour, "2025-10-05T16:00", 5, 2, children.subList(0, 0));
        session(quietHour, "2025-10-12T16:00", 5, 4, children.subList(0, 2));
    }

    @Test
    void everything_that_is_open_recovers_no_count() {
        Attack attack = sessionsAs(anonymous);
        askForOutcomes(attack);

        assertThat(attack.sessions()).hasSize(30).allSatisfy(session -> {
            assertThat(session.seatsLeft()).isNull();
            assertThat(session.waitlistLength()).isNull();
        });
        assertThat(attack.figures()).as("figures with sessions").isGreaterThan(100);
        assertThat(attack.recovered()).isEmpty();
        assertHolds(attack);
    }

    @Test
    void who_wrote_down_the_places_while_they_could_be_booked_recovers_no_count_either() {
        Attack attack = sessionsAs(anonymous);
        askForOutcomes(attack);
        booked.forEach((session, places) -> attack.deduction.number(session, 0, places));

        assertThat(attack.recovered()).isEmpty();
        assertHolds(attack);
    }

    @Test
    void places_of_past_sessions_would_tell_most_counts_to_who_guesses_that_all_came() {
        Attack attack = sessionsAs(as(people.admin()));

        assertThat(attack.sessions())
                .filteredOn(session -> session.capacity() - Objects.requireNonNull(session.seatsLeft())
                        == Objects.requireNonNull(came.get(session.id())))
                .hasSize(28);
    }

    @Test
    void counting_the_sessions_that_children_came_to_would_recover_some() {
        Attack attack = sessionsAs(anonymous);
        attack.cells().forEach(cell -> heldAsItWas(attack, attack.of(cell)));

        assertThat(attack.recovered())
                .as("three talks for one child, and their month")
                .hasSize(4);
        assertHolds(attack);
    }

    @Test
    void places_and_the_sessions_that_children_came_to_would_recover_more() {
        Attack attack = sessionsAs(as(people.admin()));
        attack.cells().forEach(cell -> heldAsItWas(attack, attack.of(cell)));

        assertThat(attack.recovered())
                .as("the hour to which one child came, and its month, besides")
                .hasSize(6);
        assertHolds(attack);
    }

    @Test
    void rounding_each_figure_by_itself_would_let_two_projects_that_share_an_event_recover_some() {
        Attack attack = sessionsAs(anonymous);
        attack.cells().stream()
                .filter(cell -> cell.event().equals(stories.eventId()))
                .forEach(cell -> {
                    Set<String> sharedOnly = attack.of(cell);
                    Set<String> both = new TreeSet<>(sharedOnly);
                    both.addAll(attack.of(new Attack.CellOf(Event.ID.encode(sandPlay), cell.month())));
                    roundedByItself(attack, sharedOnly);
                    roundedByItself(attack, both);
                });

        assertThat(attack.recovered())
                .as("in each of four months both events, and the two sand-plays, which were full")
                .hasSize(16);
        assertHolds(attack);
    }

    @Test
    void telling_a_month_before_it_is_over_would_recover_some() {
        Attack attack = sessionsAs(anonymous);
        List<String> soFar = new ArrayList<>();
        int before = 0;
        for (String session : attack.of(new Attack.CellOf(talks.eventId(), "2025-08"))) {
            soFar.add(session);
            int now = FixedRounding.rounded(soFar.size(), soFar.size(), 3);
            if (now > before) {
                attack.deduction.number(session, 1, 1_000);
            }
            before = now;
        }

        assertThat(attack.recovered())
                .as("the talk after which the figure rose")
                .hasSize(1);
        assertHolds(attack);
    }

    private void session(UUID event, String startsAt, int room, int places, List<UUID> children) {
        UUID session = funding.session(event, startsAt);
        database.sql("update session set capacity = :room, seats_taken = :places where id = :id")
                .bind("room", room)
                .bind("places", places)
                .bind("id", session)
                .fetch()
                .rowsUpdated()
                .block();
        if (!children.isEmpty()) {
            funding.attend(session, children);
        }
        came.put(Session.ID.encode(session), children.size());
        booked.put(Session.ID.encode(session), places);
    }

    private Attack sessionsAs(GraphQlTester caller) {
        Attack attack = new Attack("2025-12");
        int byPlaces = attack.listSessions(
                caller,
                List.of(stories.eventId(), Event.ID.encode(sandPlay), talks.eventId(), Event.ID.encode(quietHour)));
        assertThat(byPlaces).as("past sessions in lists by places").isEqualTo(0);
        return attack;
    }

    /** Of all projects, in all periods, as nobody and as who funds all of them. */
    private void askForOutcomes(Attack attack) {
        GraphQlTester funder = as(people.foundation(stories.foundation()));
        Map<TestProject, Set<String>> projects = Map.of(
                stories, Set.of(stories.eventId(), Event.ID.encode(sandPlay)),
                shared, Set.of(stories.eventId(), shared.eventId()),
                talks, Set.of(talks.eventId(), Event.ID.encode(quietHour)));
        projects.forEach((project, events) -> {
            for (int from = FIRST; from <= LAST; from++) {
                for (int until = from; until <= LAST; until++) {
                    boolean block = from == until || from == FIRST && until >= FIRST + 2;
                    for (GraphQlTester caller : List.of(anonymous, funder)) {
                        attack.ask(
                                caller,
                                project.id(),
                                events,
                                "2025-%02d-01".formatted(from),
                                YearMonth.of(2025, until).atEndOfMonth().toString(),
                                block);
                    }
                }
            }
        });
        attack.subtract();
    }

    /** What it was when a session counted only if a child came: each that counts had one at least. */
    private void heldAsItWas(Attack attack, Set<String> sessions) {
        int held = 0;
        Map<Object, Integer> sum = new HashMap<>();
        for (String session : sessions) {
            held += Math.min(1, Objects.requireNonNull(came.get(session)));
            String counts = "held " + session;
            attack.deduction.number(counts, 0, 1);
            attack.deduction.atMost(Map.of(counts, 1, session, -1), 0);
            attack.deduction.atMost(
                    Map.of(session, 1, counts, -attack.session(session).room()), 0);
            sum.put(counts, 1);
        }
        attack.deduction.fact(sum, held, held);
    }

    /** What it was when each figure was rounded to the nearest five by itself. */
    private void roundedByItself(Attack attack, Set<String> sessions) {
        int sum = sessions.stream()
                .mapToInt(session -> Objects.requireNonNull(came.get(session)))
                .sum();
        int told = (sum + 2) / 5 * 5;
        attack.deduction.fact(attack.arrivals(sessions, 1), told - 2, told + 2);
    }

    /** Nobody deduced what is not so: the facts were written down rightly. */
    private void assertHolds(Attack attack) {
        came.forEach((session, children) ->
                assertThat(children).isBetween(attack.deduction.low(session), attack.deduction.high(session)));
    }

    private GraphQlTester as(TestPerson person) {
        return anonymous.mutate().headers(person::authorize).build();
    }
}
