package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Programs of partner foundations, which sign in with a secret. */
@Component
public class ApiClients {

    private final DatabaseClient database;
    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    // an unknown client costs one comparison too, so that time does not tell which clients exist
    private final String hashOfNobody = encoder.encode("nobody");

    ApiClients(DatabaseClient database) {
        this.database = database;
    }

    record ApiClient(String clientId, String secretHash, UUID foundationId, String name) {}

    /**
     * Registers a program, or gives a registered one a new secret and name. A disabled one stays disabled.
     *
     * @param clientId 3 to 64 letters, digits, points, hyphens and underscores
     */
    public Mono<Void> register(String clientId, String secret, UUID foundationId, String name) {
        return Mono.fromCallable(() -> encoder.encode(secret))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(hash -> database.sql("""
                                insert into api_client (client_id, secret_hash, foundation_id, name)
                                values (:client_id, :secret_hash, :foundation_id, :name)
                                    on conflict (client_id) do update
                                       set secret_hash = excluded.secret_hash, name = excluded.name
                                     where api_client.foundation_id = excluded.foundation_id
                                """)
                        .bind("client_id", clientId)
                        .bind("secret_hash", hash)
                        .bind("foundation_id", foundationId)
                        .bind("name", name)
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    Mono<ApiClient> enabled(String clientId) {
        return database.sql("""
                        select client_id, secret_hash, foundation_id, name
                          from api_client
                         where client_id = :client_id and disabled_at is null
                        """)
                .bind("client_id", clientId)
                .map(row -> new ApiClient(
                        required(row, "client_id", String.class),
                        required(row, "secret_hash", String.class),
                        required(row, "foundation_id", UUID.class),
                        required(row, "name", String.class)))
                .one();
    }

    /** The client whose id and secret these are; empty, after the same time, when there is none. */
    Mono<ApiClient> authenticate(String clientId, String secret) {
        return enabled(clientId)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .publishOn(Schedulers.boundedElastic())
                .mapNotNull(found ->
                        encoder.matches(secret, found.map(ApiClient::secretHash).orElse(hashOfNobody))
                                ? found.orElse(null)
                                : null);
    }
}
