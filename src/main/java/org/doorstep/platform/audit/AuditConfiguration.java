package org.doorstep.platform.audit;

import java.net.URI;
import java.nio.file.Path;
import org.doorstep.platform.database.DatabaseLabel;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    /** A file or an address; unless said a file of the home folder, named after the database. */
    @Bean
    HeadPlace headPlace(
            @Value("${doorstep.audit.head:}") String head,
            @Value("${doorstep.home}") Path home,
            DatabaseLabel database,
            JsonMapper json) {
        if (head.matches("https?://.+")) {
            return new HeadAddress(URI.create(head), WebClient.create());
        }
        return new HeadFile(
                head.isBlank() ? home.resolve("audit-head-%s.json".formatted(database.text())) : Path.of(head), json);
    }
}
