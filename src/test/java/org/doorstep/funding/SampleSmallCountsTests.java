package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.doorstep.SampleDataTest;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/** What can be learned of small counts from everything that is open of the sample data. Says the figures in the log. */
@SampleDataTest
class SampleSmallCountsTests {

    private static final Logger LOG = LoggerFactory.getLogger(SampleSmallCountsTests.class);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private DatabaseClient database;

    @Test
    void no_count_of_the_sample_data_is_recovered() {
        // the attacker is given which events count toward which project, also where that is not open
        Map<String, Set<String>> projects = projects();
        Map<String, Integer> came = came();
        Attack attack = new Attack(toldUntil().toString());
        int byPlaces = attack.listSessions(anonymous, all(projects));
        GraphQlTester foundation = demo("FOUNDATION");
        projects.forEach((project, events) -> {
            for (GraphQlTester caller : List.of(anonymous, foundation)) {
                attack.ask(caller, project, events, null, null, true);
                quarters().forEach((from, until) -> attack.ask(caller, project, events, from, until, false));
            }
        });
        attack.subtract();
        Set<Object> recovered = attack.recovered();

        assertThat(attack.sessions()).as("past sessions").hasSizeGreaterThan(80).allSatisfy(session -> {
            assertThat(session.seatsLeft()).isNull();
            assertThat(session.waitlistLength()).isNull();
        });
        assertThat(byPlaces).isEqualTo(0);
        assertThat(recovered).isEmpty();
        came.forEach((session, children) ->
                assertThat(children).isBetween(attack.deduction.low(session), attack.deduction.high(session)));

        Attack before = new Attack(toldUntil().toString());
        before.listSessions(demo("ADMIN"), all(projects));
        long guessed = before.sessions().stream()
                .filter(session -> session.capacity() - Objects.requireNonNull(session.seatsLeft())
                        == Objects.requireNonNull(came.get(session.id())))
                .count();
        LOG.info(
                "{} past sessions of {} projects, {} figures of which {} are hidden: places told of 0, counts recovered 0."
                        + " With the places as they were, who guesses that all came is right for {}.",
                attack.sessions().size(),
                projects.size(),
                attack.figures(),
                attack.hidden(),
                guessed);
        assertThat(guessed).as("control").isGreaterThan(attack.sessions().size() / 2);
    }

    private GraphQlTester demo(String persona) {
        String token = anonymous
                .document("mutation { signInAsDemo(input: {persona: %s}) { ... on SignedIn { accessToken } } }"
                        .formatted(persona))
                .execute()
                .path("signInAsDemo.accessToken")
                .entity(String.class)
                .get();
        return anonymous
                .mutate()
                .headers(headers -> headers.setBearerAuth(token))
                .build();
    }

    /** The last month that has been over for a day. */
    private static YearMonth toldUntil() {
        return YearMonth.from(LocalDate.now(ZONE).minusDays(1)).minusMonths(1);
    }

    /** The first and the last day of each of the last six quarters. */
    private static Map<String, String> quarters() {
        YearMonth now = YearMonth.now(ZONE);
        YearMonth quarter = now.minusMonths((now.getMonthValue() - 1) % 3);
        Map<String, String> quarters = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            YearMonth first = quarter.minusMonths(3 * i);
            quarters.put(
                    first.atDay(1).toString(),
                    first.plusMonths(2).atEndOfMonth().toString());
        }
        return quarters;
    }

    private static Set<String> all(Map<String, Set<String>> projects) {
        Set<String> events = new HashSet<>();
        projects.values().forEach(events::addAll);
        return events;
    }

    private Map<String, Set<String>> projects() {
        Map<String, Set<String>> projects = new HashMap<>();
        database.sql("""
                        select e.project_id, e.event_id from project_event e join project p on p.id = e.project_id
                        where p.sample and p.published_at is not null
                        """)
                .map(row -> projects.computeIfAbsent(
                                Project.ID.encode(Objects.requireNonNull(row.get(0, UUID.class))),
                                project -> new HashSet<>())
                        .add(Event.ID.encode(Objects.requireNonNull(row.get(1, UUID.class)))))
                .all()
                .blockLast();
        return projects;
    }

    private Map<String, Integer> came() {
        Map<String, Integer> came = new HashMap<>();
        database.sql("""
                        select s.id, (select count(*)::int from attendance a where a.session_id = s.id)
                        from session s join project_event e on e.event_id = s.event_id
                        join project p on p.id = e.project_id and p.sample and p.published_at is not null
                        where s.ends_at < now() and s.cancelled_at is null
                        """)
                .map(row -> {
                    came.put(
                            Session.ID.encode(Objects.requireNonNull(row.get(0, UUID.class))),
                            Objects.requireNonNull(row.get(1, Integer.class)));
                    return true;
                })
                .all()
                .blockLast();
        return came;
    }
}
