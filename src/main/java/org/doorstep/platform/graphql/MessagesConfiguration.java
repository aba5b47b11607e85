package org.doorstep.platform.graphql;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every feature brings its sentences: {@code messages/<feature>.properties} in Chinese, {@code …_en} in English. */
@Configuration(proxyBeanMethods = false)
class MessagesConfiguration {

    private static final String ENGLISH = "_en.properties";

    @Bean
    MessageSource messageSource() throws IOException {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setBasenames(Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath:messages/*" + ENGLISH))
                .map(resource -> Objects.requireNonNull(resource.getFilename()))
                .map(name -> "messages/" + name.substring(0, name.length() - ENGLISH.length()))
                .toArray(String[]::new));
        return source;
    }
}
