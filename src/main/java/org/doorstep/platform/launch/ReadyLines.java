package org.doorstep.platform.launch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The last lines of the start: where things are. */
@Component
class ReadyLines {

    private static final Logger log = LoggerFactory.getLogger(ReadyLines.class);

    private final StartSummary database;
    private final SampleData sampleData;

    ReadyLines(StartSummary database, SampleData sampleData) {
        this.database = database;
        this.sampleData = sampleData;
    }

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void ready(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String server = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        log.info("家门口已就绪 / Doorstep is ready");
        log.info("  GraphQL   {}/graphql", server);
        log.info("  GraphiQL  {}/graphiql", server);
        log.info("  Health    {}/actuator/health", server);
        log.info("  Database  {}", database.line());
        if (sampleData.on()) {
            log.info("  Sample data is on: sign in with the mutation signInAsDemo(input: { persona: PARENT })");
        }
    }
}
