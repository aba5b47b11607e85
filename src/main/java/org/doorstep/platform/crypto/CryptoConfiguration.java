package org.doorstep.platform.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Mac;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.doorstep.platform.crypto.Keys.Purpose;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
class CryptoConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Bean
    @DependsOnDatabaseInitialization
    Keys keys(
            DatabaseClient database,
            @Value("${doorstep.keys}") Path folder,
            @Value("${doorstep.rotate-keys:false}") boolean rotate) {
        RecordedKeys recorded = new RecordedKeys(database);
        Keys opened = Keys.open(folder, recorded(recorded));
        Keys keys = rotate ? opened.rotateFields() : opened;
        recorded.record(keys).block(PATIENCE);
        // Two servers with different folders may have met on an empty database: one of them must not go on.
        return Keys.open(folder, recorded(recorded));
    }

    @Bean
    FieldEncryption fieldEncryption(Keys keys) {
        return new FieldEncryption(keys.primitive(Purpose.FIELDS, Aead.class));
    }

    @Bean
    BlindIndex blindIndex(Keys keys) {
        return new BlindIndex(keys.primitive(Purpose.BLIND_INDEX, Mac.class));
    }

    @Bean
    Signatures signatures(Keys keys) {
        return new Signatures(keys.primitive(Purpose.SIGNATURES, Mac.class));
    }

    private static Map<Purpose, Set<Integer>> recorded(RecordedKeys keys) {
        Map<Purpose, Set<Integer>> recorded = keys.all().block(PATIENCE);
        return recorded == null ? Map.of() : recorded;
    }
}
