package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.doorstep.PostgresForTests;
import org.doorstep.reliability.World.Family;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Many families at once, at two servers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContentionTests {

    private static Deployment deployment;

    @BeforeAll
    static void start() throws SQLException {
        deployment = Deployment.on(PostgresForTests.fresh(), "contention", 500);
        deployment.start(2);
    }

    @AfterAll
    static void stop() throws IOException {
        deployment.close();
    }

    @Test
    @Order(0)
    void five_hundred_families_get_ten_places_and_no_more() throws Exception {
        UUID session = deployment.session(10, 10);

        int atOnce = Rush.on(deployment, session);

        Evidence evidence = Healing.of(deployment);
        assertThat(atOnce).isGreaterThan(100);
        assertThat(Checker.violations(evidence)).isEmpty();
        assertThat(evidence.tables().sessions())
                .singleElement()
                .satisfies(row -> assertThat(row.taken()).isEqualTo(10));
    }

    @Test
    @Order(1)
    void a_storm_of_booking_cancelling_and_offers_keeps_every_promise() throws Exception {
        List<UUID> sessions = deployment.sessions(6, 4, 11);
        int before = deployment.clients().history().calls().size();

        try (Storm storm = Storm.over(deployment, sessions, 20)) {
            storm.until(before + Settings.times(600, Integer.MAX_VALUE / 2), Settings.time(Duration.ofSeconds(20)));
        }

        Evidence evidence = Healing.of(deployment);
        assertThat(Checker.violations(evidence)).isEmpty();
        assertThat(evidence.tables().journal().stream()
                        .filter(entry -> entry instanceof Entry.Decision decision && decision.offered())
                        .count())
                .as("offers made in the storm")
                .isGreaterThan(10);
    }

    /** Few families on few places: what stands in the way of one that waits comes and goes all the time. */
    @Test
    @Order(2)
    void obstacles_that_come_and_go_leave_no_place_empty_and_let_nobody_jump_the_queue() throws Exception {
        List<UUID> sessions = deployment.sessions(4, 3, 40);
        int before = deployment.clients().history().calls().size();
        List<Family> few = deployment.world().families().subList(0, 10);

        try (Storm storm = Storm.among(few, deployment, sessions, 5)) {
            storm.until(before + Settings.times(1_000, Integer.MAX_VALUE / 2), Settings.time(Duration.ofSeconds(30)));
        }

        Evidence evidence = Healing.of(deployment);
        assertThat(Checker.violations(evidence)).isEmpty();
        assertThat(evidence.tables().journal().stream()
                        .filter(entry -> entry instanceof Entry.Decision decision
                                && sessions.contains(decision.session())
                                && Set.of("OVERLAPPING_SESSION", "YEARLY_LIMIT", "TOO_OLD")
                                        .contains(decision.reason()))
                        .count())
                .as("children passed over for an obstacle")
                .isGreaterThan(5);
    }
}
