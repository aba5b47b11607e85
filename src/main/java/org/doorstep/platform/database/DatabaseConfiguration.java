package org.doorstep.platform.database;

import static io.r2dbc.spi.ConnectionFactoryOptions.DATABASE;
import static io.r2dbc.spi.ConnectionFactoryOptions.DRIVER;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import org.doorstep.platform.launch.SampleData;
import org.doorstep.platform.launch.StartFailure;
import org.doorstep.platform.launch.StartSummary;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    private static final Map<String, String> TLS_OPTIONS =
            Map.of("sslmode", "sslMode", "sslrootcert", "sslRootCert", "sslcert", "sslCert", "sslkey", "sslKey");

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(DatabaseProperties properties, @Value("${doorstep.home}") Path home) {
        if (!properties.url().isBlank()) {
            return new OutsideDatabase(
                    DatabaseAddress.parse(properties.url(), properties.user(), properties.password()));
        }
        // Only `mvn spring-boot:run` and the tests have it; the packaged jar does not.
        if (!ClassUtils.isPresent("io.zonky.test.db.postgres.embedded.EmbeddedPostgres", null)) {
            throw new StartFailure(
                    "没有指定数据库：请设置 DOORSTEP_DB_URL、DOORSTEP_DB_USER 和 DOORSTEP_DB_PASSWORD",
                    "No database was named: set DOORSTEP_DB_URL, DOORSTEP_DB_USER and DOORSTEP_DB_PASSWORD");
        }
        return EmbeddedDatabase.start(home.toAbsolutePath().normalize());
    }

    @Bean
    MigrationConnection migrationConnection(DatabaseServer server) {
        return new MigrationConnection(server.address());
    }

    @Bean
    ServerLogin serverLogin(DatabaseServer server, DatabaseProperties properties) {
        return ServerLogin.of(server, properties);
    }

    @Bean
    FlywayMigrationStrategy migrations(ServerLogin login) {
        return new Migrations(login);
    }

    @Bean
    DatabaseLabel databaseLabel(DatabaseServer server) {
        return DatabaseLabel.of(server);
    }

    @Bean
    StartSummary startSummary(DatabaseServer server) {
        return server::description;
    }

    @Bean
    SampleData sampleData(Environment environment) {
        return SampleData.of(environment);
    }

    @Bean
    R2dbcConnectionDetails r2dbcConnectionDetails(ServerLogin login, DatabaseProperties properties) {
        ConnectionFactoryOptions options = options(login.address(), properties);
        return () -> options;
    }

    private static ConnectionFactoryOptions options(DatabaseAddress address, DatabaseProperties properties) {
        ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder()
                .option(DRIVER, "postgresql")
                .option(HOST, address.host())
                .option(PORT, address.port())
                .option(DATABASE, address.database())
                .option(USER, address.user())
                .option(PASSWORD, address.password())
                .option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "doorstep")
                // The text form of timestamptz costs a quarter of the CPU of a list.
                .option(PostgresqlConnectionFactoryProvider.FORCE_BINARY, true)
                .option(PostgresqlConnectionFactoryProvider.PREPARED_STATEMENT_CACHE_QUERIES, 256)
                .option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, properties.statementTimeout())
                .option(PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT, properties.lockTimeout())
                .option(PostgresqlConnectionFactoryProvider.TIME_ZONE, TimeZone.getTimeZone("Asia/Shanghai"))
                .option(PostgresqlConnectionFactoryProvider.OPTIONS, settings(properties));
        TLS_OPTIONS.forEach((libpq, r2dbc) -> {
            String value = address.parameters().get(libpq);
            if (value != null) {
                options.option(Option.valueOf(r2dbc), value);
            }
        });
        return options.build();
    }

    private static Map<String, String> settings(DatabaseProperties properties) {
        Map<String, String> settings = new HashMap<>();
        // Planning a list costs more than running it.
        settings.put("plan_cache_mode", "force_generic_plan");
        settings.put(
                "idle_in_transaction_session_timeout",
                Long.toString(properties.idleInTransactionTimeout().toMillis()));
        return settings;
    }
}
