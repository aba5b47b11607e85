package org.doorstep.identity;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** Sign-in as a person of the sample data. Without sample data the field does not exist. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("doorstep.sample-data")
class DemoConfiguration {

    @Bean
    GraphQlSourceBuilderCustomizer demoSchema() {
        return builder -> builder.schemaResources(new ClassPathResource("graphql/demo/demo.graphqls"));
    }
}
