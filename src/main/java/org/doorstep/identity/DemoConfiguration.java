package org.doorstep.identity;

import org.doorstep.platform.launch.ConditionalOnSampleData;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** Sign-in as a person of the sample data. Without sample data the field does not exist. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSampleData
class DemoConfiguration {

    @Bean
    GraphQlSourceBuilderCustomizer demoSchema() {
        return builder -> builder.schemaResources(new ClassPathResource("graphql/demo/demo.graphqls"));
    }
}
