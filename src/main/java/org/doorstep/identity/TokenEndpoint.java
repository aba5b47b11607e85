package org.doorstep.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Exhausted;
import org.doorstep.platform.limit.Network;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Access tokens for partners' programs: OAuth 2.0 client credentials, as in RFC 6749, section 4.4. */
@RestController
class TokenEndpoint {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final String GRANT = "client_credentials";

    private final ApiClients apiClients;
    private final AccessTokens accessTokens;
    private final TokenAttempts attempts;
    private final Allowances allowances;

    TokenEndpoint(ApiClients apiClients, AccessTokens accessTokens, TokenAttempts attempts, Allowances allowances) {
        this.allowances = allowances;
        this.apiClients = apiClients;
        this.accessTokens = accessTokens;
        this.attempts = attempts;
    }

    @PostMapping(path = "/oauth2/token", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Map<String, Object>>> token(ServerWebExchange exchange) {
        return exchange.getFormData()
                .flatMap(form -> token(exchange, form))
                .onErrorResume(TokenRequestRejected.class, e -> Mono.just(answer(e)));
    }

    private Mono<ResponseEntity<Map<String, Object>>> token(
            ServerWebExchange exchange, MultiValueMap<String, String> form) {
        ClientCredentials credentials;
        try {
            requireWellFormed(form);
            credentials =
                    ClientCredentials.of(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION), form);
        } catch (TokenRequestRejected e) {
            return Mono.error(e);
        }
        Network network = Network.of(exchange.getRequest().getRemoteAddress());
        return allowances
                .take(Allowance.TOKEN_REQUESTS, network)
                .onErrorMap(
                        Exhausted.class,
                        e -> TokenRequestRejected.tooManyAttempts(e.retryAfter().plusSeconds(1)))
                .then(Mono.defer(() -> attempts.begin(credentials.clientId(), network)))
                .filter(allowed -> allowed)
                .switchIfEmpty(Mono.error(() -> TokenRequestRejected.tooManyAttempts(PERIOD)))
                .flatMap(allowed -> apiClients.authenticate(credentials.clientId(), credentials.secret()))
                .switchIfEmpty(Mono.error(TokenRequestRejected::invalidClient))
                .delayUntil(client -> attempts.succeeded(client.clientId(), network))
                .flatMap(client -> accessTokens.forClient(client.clientId()))
                .map(TokenEndpoint::answer);
    }

    private static void requireWellFormed(MultiValueMap<String, String> form) throws TokenRequestRejected {
        if (form.values().stream().anyMatch(values -> values.size() != 1) || form.getFirst("grant_type") == null) {
            throw TokenRequestRejected.badRequest("invalid_request");
        }
        if (!GRANT.equals(form.getFirst("grant_type"))) {
            throw TokenRequestRejected.badRequest("unsupported_grant_type");
        }
        String scope = form.getFirst("scope");
        if (scope != null && !scope.equals(AccessTokens.CLIENT_SCOPE)) {
            throw TokenRequestRejected.badRequest("invalid_scope");
        }
    }

    private static ResponseEntity<Map<String, Object>> answer(AccessTokens.AccessToken token) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Map.of(
                        "access_token",
                        token.value(),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        Duration.between(Instant.now(), token.expiresAt()).toSeconds(),
                        "scope",
                        AccessTokens.CLIENT_SCOPE));
    }

    private static ResponseEntity<Map<String, Object>> answer(TokenRequestRejected rejection) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(rejection.status()).cacheControl(CacheControl.noStore());
        if (rejection.status() == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"doorstep\", charset=\"UTF-8\"");
        }
        if (!rejection.retryAfter().isZero()) {
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(rejection.retryAfter().toSeconds()));
        }
        return response.body(Map.of("error", rejection.error()));
    }
}
