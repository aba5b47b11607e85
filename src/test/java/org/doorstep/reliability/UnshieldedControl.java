package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.doorstep.PostgresForTests;
import org.junit.jupiter.api.Test;

/**
 * The control of {@link DisconnectTests}: writes that end with their caller. One hang-up in some hundreds leaves a half, so
 * that it is no part of each build: {@code mvn test -Dtest=UnshieldedControl -Dreliability.minutes=1}
 */
class UnshieldedControl {

    @Test
    void without_the_shield_a_half_of_a_write_is_found() throws Exception {
        try (Deployment deployment = Deployment.on(PostgresForTests.fresh(), "disconnect-control", 40)) {
            Properties plan = new Properties();
            plan.setProperty("unshielded", "true");
            ServerProcess server = deployment.begin(
                    deployment.database().url(), List.of(Sabotage.argument(deployment.folder(), plan)));
            deployment.join(server, server.uri());

            DisconnectTests.hangUp(deployment);

            assertThat(Checker.violations(Healing.of(deployment))).isNotEmpty();
        }
    }
}
