package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.doorstep.reliability.World.Family;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The controls of {@link ContentionTests}: with a guard taken away, a real server breaks the promise, and it is found. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContentionControlTests {

    private static Deployment deployment;
    private static int day = 20;

    /** A server whose booking statement takes no lock, looks at nobody who waits, and in which all look before anyone writes. */
    @BeforeAll
    static void startUnguarded() throws IOException, SQLException {
        deployment = Deployment.on(PostgresForTests.fresh(), "contention-control", 60);
        Properties plan = new Properties();
        plan.setProperty("class", "org.doorstep.booking.BookSession");
        plan.setProperty("find.1", "for update of s");
        plan.setProperty("replace.1", "");
        plan.setProperty("find.2", "from held h, fitting f");
        plan.setProperty("replace.2", "from held h, fitting f, pg_sleep(case when h.seats_left = 2 then 1 else 0 end)");
        plan.setProperty("find.3", "or s.waitlist_length = 0 or");
        plan.setProperty("replace.3", "or true or");
        ServerProcess server =
                deployment.begin(deployment.database().url(), List.of(Sabotage.argument(deployment.folder(), plan)));
        deployment.join(server, server.uri());
    }

    @AfterAll
    static void stop() throws IOException {
        deployment.close();
    }

    @Test
    @Order(1)
    void an_offer_to_the_last_in_line_is_found() throws Exception {
        assertThat(foundAfterAnOfferBy(
                        "order by max(p.rank) desc, min(b.created_at)", "order by min(b.created_at) desc", false))
                .anySatisfy(words -> assertThat(words).startsWith("FirstComeFirstServed: "));
    }

    @Test
    @Order(1)
    void a_place_that_is_offered_but_not_held_is_found() throws Exception {
        assertThat(foundAfterAnOfferBy("seats_taken = seats_taken + held", "seats_taken = seats_taken", true))
                .anySatisfy(words -> assertThat(words).startsWith("HeldPlaces: "));
    }

    @Test
    @Order(1)
    void a_freed_place_that_is_not_offered_is_found() throws Exception {
        assertThat(foundAfterAnOfferBy("exit when free <= 0;", "exit;", false))
                .anySatisfy(words -> assertThat(words).startsWith("SoldOut: "));
    }

    @Test
    @Order(1)
    void a_place_that_stays_free_when_an_obstacle_goes_is_found() throws Exception {
        assertThat(foundAfterAnObstacleWent(false))
                .anySatisfy(words -> assertThat(words).startsWith("SoldOut: ").contains("has 1 free places"));
    }

    @Test
    @Order(1)
    void a_newcomer_who_takes_it_is_found() throws Exception {
        assertThat(foundAfterAnObstacleWent(true))
                .anySatisfy(words ->
                        assertThat(words).startsWith("FirstComeFirstServed: ").contains("took a place"));
    }

    @Test
    @Order(1)
    void a_change_without_an_audit_entry_is_found() throws Exception {
        List<String> before = violations();
        deployment.execute("alter table booking disable trigger audit_changed");

        oneOffer(false);

        deployment.execute("alter table booking enable trigger audit_changed");
        assertThat(newSince(before))
                .anySatisfy(words ->
                        assertThat(words).startsWith("Accounted: booking ").endsWith("in the audit record"));
    }

    /** The lock of the session's row and the check of its places, both removed, and all look before anyone writes. */
    @Test
    @Order(2)
    void without_the_guards_the_rush_oversells() throws Exception {
        deployment.execute("alter table session drop constraint session_seats");

        Rush.on(deployment, deployment.session(2, 10));

        assertThat(violations())
                .anySatisfy(
                        words -> assertThat(words).startsWith("NeverOversold: ").contains("on 2 places"));
    }

    private static List<String> violations() throws Exception {
        return Checker.violations(Healing.of(deployment));
    }

    private static List<String> newSince(List<String> before) throws Exception {
        List<String> now = violations();
        now.removeAll(before);
        return now;
    }

    /** What the checker finds after one place was offered by a function that was changed so. */
    private static List<String> foundAfterAnOfferBy(String find, String replace, boolean passerBy) throws Exception {
        List<String> before = violations();
        String exchange = """
                do $$ begin execute replace(pg_get_functiondef('offer_free_seats'::regproc), '%s', '%s'); end $$
                """;
        deployment.execute(exchange.formatted(find, replace));
        oneOffer(passerBy);
        deployment.execute(exchange.formatted(replace, find));
        return newSince(before);
    }

    /** What the checker finds when nothing tells that a child which waits has given another place of that time back. */
    private static List<String> foundAfterAnObstacleWent(boolean newcomer) throws Exception {
        List<String> before = violations();
        List<Family> families = deployment.world().families();
        UUID session = deployment.session(1, ++day);
        UUID other = deployment.session(1, day);
        deployment.execute("alter table booking disable trigger recheck_after_booking");
        Outcome holder = join(families.get(0), session);
        join(families.get(1), session);
        Outcome elsewhere = join(families.get(1), other);
        cancel(families.get(0), session, holder);
        cancel(families.get(1), other, elsewhere);
        if (newcomer) {
            join(families.get(2), session);
        }
        deployment.execute("alter table booking enable trigger recheck_after_booking");
        return newSince(before);
    }

    private static void cancel(Family family, UUID session, Outcome booked) {
        Clients clients = deployment.clients();
        clients.perform(Operation.about(
                clients.history().next(),
                Operation.Kind.CANCEL,
                family.guardian(),
                session,
                booked.bookings().get(0)));
    }

    private static void oneOffer(boolean passerBy) throws Exception {
        List<Family> families = deployment.world().families();
        UUID session = deployment.session(1, ++day);
        Outcome holder = join(families.get(0), session);
        join(families.get(1), session);
        join(families.get(2), session);
        cancel(families.get(0), session, holder);
        if (passerBy) {
            join(families.get(3), session);
        }
    }

    private static Outcome join(Family family, UUID session) {
        return deployment
                .clients()
                .book(family.guardian(), session, family.children().subList(0, 1), true, true);
    }
}
