package org.doorstep.identity;

import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Judges the access tokens of requests, and finds who sent them. */
@Component
class BearerTokens {

    private static final String EXPIRED = "token_expired";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final RoleGrants roleGrants;
    private final ApiClients apiClients;
    private final ReactiveJwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> lifetime = BearerTokens::lifetime;

    BearerTokens(KeyRing keyRing, RoleGrants roleGrants, ApiClients apiClients, IdentityProperties properties) {
        this.roleGrants = roleGrants;
        this.apiClients = apiClients;
        NimbusReactiveJwtDecoder nimbus = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> token.getHeader().getKeyID() == null
                                ? Flux.empty()
                                : keyRing.verifying(token.getHeader().getKeyID()))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .validateType(false)
                .jwtProcessorCustomizer(processor ->
                        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(AccessTokens.TYPE)))
                .build();
        nimbus.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                lifetime,
                new JwtIssuerValidator(properties.issuer()),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(properties.audience()))));
        this.decoder = nimbus;
    }

    /** The claims of a valid token; otherwise {@link TokenRejected}. */
    Mono<Jwt> verify(String token) {
        return decoder.decode(token)
                .onErrorMap(BadJwtException.class, BearerTokens::rejected)
                .onErrorMap(
                        JwtException.class, e -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, e));
    }

    /** Who sent a token that was verified before, with the roles of now; {@link TokenRejected} when it has ended. */
    Mono<Caller> callerOf(Jwt token) {
        if (lifetime.validate(token).hasErrors()) {
            return Mono.error(new TokenRejected(TokenRejected.Reason.TOKEN_EXPIRED));
        }
        String clientId = token.getClaimAsString(AccessTokens.CLIENT_ID);
        if (clientId != null) {
            return apiClients
                    .enabled(clientId)
                    .map(client -> Caller.client(client.clientId(), client.foundationId()))
                    .switchIfEmpty(Mono.error(() -> new TokenRejected(TokenRejected.Reason.TOKEN_INVALID)));
        }
        String subject = token.getSubject();
        UUID personId =
                subject == null ? null : AccessTokens.PERSON.tryDecode(subject).orElse(null);
        if (personId == null) {
            return Mono.error(new TokenRejected(TokenRejected.Reason.TOKEN_INVALID));
        }
        return roleGrants.of(personId).map(grants -> Caller.person(personId, grants));
    }

    private static TokenRejected rejected(BadJwtException e) {
        boolean onlyExpired = e instanceof JwtValidationException invalid
                && invalid.getErrors().stream().allMatch(error -> EXPIRED.equals(error.getErrorCode()));
        return new TokenRejected(onlyExpired ? TokenRejected.Reason.TOKEN_EXPIRED : TokenRejected.Reason.TOKEN_INVALID);
    }

    private static OAuth2TokenValidatorResult lifetime(Jwt token) {
        if (token.getExpiresAt() == null) {
            return OAuth2TokenValidatorResult.failure(new OAuth2Error("expiry_missing"));
        }
        return new JwtTimestampValidator(CLOCK_SKEW).validate(token).hasErrors()
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED))
                : OAuth2TokenValidatorResult.success();
    }
}
