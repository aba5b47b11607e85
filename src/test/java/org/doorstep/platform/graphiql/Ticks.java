package org.doorstep.platform.graphiql;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import reactor.core.publisher.Flux;

/** A subscription that the schema has only in this test. */
@TestConfiguration(proxyBeanMethods = false)
class Ticks {

    private static final String SCHEMA = """
            extend type Subscription { ticks: Int! }
            """;

    @Bean
    GraphQlSourceBuilderCustomizer tickSchema() {
        return builder -> builder.schemaResources(new ByteArrayResource(SCHEMA.getBytes(StandardCharsets.UTF_8)));
    }

    @Bean
    RuntimeWiringConfigurer tickWiring() {
        return wiring -> wiring.type(
                "Subscription", type -> type.dataFetcher("ticks", call -> Flux.interval(Duration.ofMillis(100))));
    }
}
