package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.World.Family;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two servers whose clocks are two days ahead and two days behind: windows and deadlines are the database's. */
class ClockTests {

    private static final Duration OFF = Duration.ofDays(2);

    private static Deployment deployment;
    private static ServerProcess ahead;
    private static ServerProcess behind;
    private static int next;

    @BeforeAll
    static void start() throws SQLException, IOException {
        deployment = Deployment.on(PostgresForTests.fresh(), "clock", 60);
        ahead = begin("ahead", OFF);
        behind = begin("behind", OFF.negated());
        deployment.join(ahead, ahead.uri());
        deployment.join(behind, behind.uri());
    }

    private static ServerProcess begin(String name, Duration off) throws IOException {
        Properties plan = new Properties();
        plan.setProperty("clock", Long.toString(off.toSeconds()));
        return deployment.begin(
                deployment.database().url(),
                List.of(Sabotage.argument(deployment.folder().resolve(name), plan)));
    }

    @AfterAll
    static void stop() throws IOException {
        deployment.close();
    }

    /** That the clocks are off indeed: the life of an access token is the one thing they judge. */
    @Test
    void the_clocks_are_off() throws Exception {
        UUID person = deployment.world().families().get(next++).guardian();

        deployment.api().signIn(person, Instant.now().plus(Duration.ofDays(1)));
        assertThat(List.of(role(ahead, person), role(behind, person))).containsExactly("UNAUTHENTICATED", "GUARDIAN");
        deployment.api().signIn(person, Instant.now().minus(Duration.ofDays(1)));
        assertThat(List.of(role(ahead, person), role(behind, person))).containsExactly("UNAUTHENTICATED", "GUARDIAN");
        deployment.api().signIn(person, Instant.now().plus(Duration.ofDays(7)));
    }

    @Test
    void a_session_opens_and_closes_by_the_clock_of_the_database() throws Exception {
        UUID open = window("-1 hour", "1 hour", "1 hour");
        UUID notYet = window("1 day", "2 days", "2 days");
        UUID closed = window("-3 days", "-1 day", "-1 day");

        assertThat(atEach(family -> book(family, open).what())).containsExactly("SessionBooked", "SessionBooked");
        assertThat(atEach(family -> book(family, notYet).what()))
                .containsExactly("BOOKING_NOT_OPEN", "BOOKING_NOT_OPEN");
        assertThat(atEach(family -> book(family, closed).what()))
                .containsExactly("BOOKING_NOT_OPEN", "BOOKING_NOT_OPEN");
    }

    @Test
    void the_last_moment_to_cancel_is_judged_by_the_clock_of_the_database() throws Exception {
        UUID inTime = window("-1 hour", "1 hour", "1 hour");
        UUID late = window("-1 hour", "1 hour", "-1 minute");

        assertThat(atEach(family -> answer(Kind.CANCEL, family, inTime, book(family, inTime))))
                .containsExactly("BookingCancelled", "BookingCancelled");
        assertThat(atEach(family -> answer(Kind.CANCEL, family, late, book(family, late))))
                .containsExactly("CANCEL_DEADLINE_PASSED", "CANCEL_DEADLINE_PASSED");
    }

    @Test
    void an_offer_stands_by_the_clock_of_the_database() throws Exception {
        assertThat(atEach(family -> acceptOfferThatEndsIn("6 hours", family)))
                .containsExactly("OfferAccepted", "OfferAccepted");
        // the clock's work may have ended it already
        assertThat(atEach(family -> acceptOfferThatEndsIn("-6 hours", family)))
                .hasSize(2)
                .allMatch(code -> code.equals("OFFER_EXPIRED") || code.equals("OFFER_NOT_OPEN"));
    }

    @Test
    void a_storm_at_both_keeps_every_promise() throws Exception {
        try (Storm storm = Storm.over(deployment, deployment.sessions(6, 4, 60), 12)) {
            storm.until(
                    deployment.clients().history().calls().size() + Settings.times(150, Integer.MAX_VALUE / 2),
                    Settings.time(Duration.ofSeconds(6)));
        }

        assertThat(Checker.violations(Healing.of(deployment))).isEmpty();
    }

    private interface Deed {
        String by(Family family) throws Exception;
    }

    /** What each of the two servers answers, the one ahead first, each to a family of its own. */
    private static List<String> atEach(Deed deed) throws Exception {
        List<String> answers = new ArrayList<>();
        for (ServerProcess server : List.of(ahead, behind)) {
            ServerProcess other = server == ahead ? behind : ahead;
            deployment.leave(other);
            try {
                answers.add(deed.by(deployment.world().families().get(next++)));
            } finally {
                deployment.join(other, other.uri());
            }
        }
        return answers;
    }

    private static UUID window(String opens, String closes, String cancelUntil) throws SQLException {
        UUID session = deployment.session(20, 10 + next++);
        deployment.execute("""
                update session set booking_opens_at = now() + interval '%s', booking_closes_at = now() + interval '%s',
                    cancel_until = now() + interval '%s' where id = '%s'
                """.formatted(opens, closes, cancelUntil, session));
        return session;
    }

    private static Outcome book(Family family, UUID session) {
        return deployment.clients().book(family.guardian(), session, family.children(), true, true);
    }

    private static String answer(Kind kind, Family family, UUID session, Outcome booked) {
        return deployment
                .clients()
                .perform(Operation.about(
                        deployment.clients().history().next(),
                        kind,
                        family.guardian(),
                        session,
                        booked.bookings().get(0)))
                .what();
    }

    private static String acceptOfferThatEndsIn(String time, Family family) throws SQLException {
        UUID session = deployment.session(family.children().size(), 10 + next++);
        Family holder = deployment.world().families().get(next++);
        Outcome held = deployment
                .clients()
                .book(holder.guardian(), session, holder.children().subList(0, 1), true, true);
        Outcome waiting = book(family, session);
        answer(Kind.CANCEL, holder, session, held);
        deployment.execute(
                "update booking set offer_expires_at = now() + interval '%s' where session_id = '%s' and state = 'OFFERED'"
                        .formatted(time, session));
        return answer(Kind.ACCEPT, family, session, waiting);
    }

    private static String role(ServerProcess server, UUID person) throws IOException {
        JsonNode answer = deployment.api().ask(server.uri(), person, "{ viewer { roles { role } } }", Map.of());
        return answer.at("/data/viewer/roles/0/role")
                .asString(answer.at("/errors/0/extensions/code").asString());
    }
}
