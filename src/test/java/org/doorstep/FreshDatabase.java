package org.doorstep;

import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives a Spring context a database of its own. */
public class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        PostgresForTests.Database database = PostgresForTests.fresh();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "fresh-database",
                        Map.of(
                                "doorstep.db.url", database.url(),
                                "doorstep.db.user", database.user(),
                                "doorstep.db.password", database.password(),
                                "doorstep.audit.head", "target/audit-heads/" + UUID.randomUUID() + ".json")));
    }
}
