package org.doorstep.identity;

import org.doorstep.platform.graphql.Fault;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Security of the transport. GraphQL is open here, since each field judges its caller; but a token that comes along must
 * count, so that nobody falls back to anonymous unawares.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
class SecurityConfiguration {

    private static final String SCHEME = "Bearer ";

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http, BearerTokens bearerTokens, ErrorAnswer errorAnswer) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/actuator/health/**", "/actuator/health")
                        .permitAll()
                        .pathMatchers("/actuator/**")
                        .access((caller, request) -> caller.map(SecurityConfiguration::isAdmin)
                                .defaultIfEmpty(new AuthorizationDecision(false)))
                        .anyExchange()
                        .permitAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (exchange, e) -> errorAnswer.unauthenticated(exchange, reasonOf(e)))
                        .accessDeniedHandler((exchange, e) ->
                                errorAnswer.write(exchange, HttpStatus.FORBIDDEN, Fault.forbidden(), "ADMIN_ONLY")))
                .addFilterAt(bearerFilter(bearerTokens, errorAnswer), SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    private static AuthorizationResult isAdmin(Authentication authentication) {
        return new AuthorizationDecision(authentication instanceof CallerAuthentication signedIn
                && signedIn.caller().has(Role.ADMIN));
    }

    private static AuthenticationWebFilter bearerFilter(BearerTokens bearerTokens, ErrorAnswer errorAnswer) {
        ReactiveAuthenticationManager manager = presented -> bearerTokens
                .verify(((BearerTokenAuthenticationToken) presented).getToken())
                .flatMap(token -> bearerTokens.callerOf(token).map(caller -> new CallerAuthentication(token, caller)));
        AuthenticationWebFilter filter = new AuthenticationWebFilter(manager);
        filter.setServerAuthenticationConverter(SecurityConfiguration::presentedToken);
        filter.setAuthenticationFailureHandler(
                (webFilter, e) -> errorAnswer.unauthenticated(webFilter.getExchange(), reasonOf(e)));
        return filter;
    }

    private static Mono<Authentication> presentedToken(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (authorization == null || !(path.equals("/graphql") || path.startsWith("/actuator/"))) {
            return Mono.empty();
        }
        String token = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
        return token.isEmpty() || headers.getOrEmpty(HttpHeaders.AUTHORIZATION).size() > 1
                ? Mono.error(new TokenRejected(TokenRejected.Reason.TOKEN_INVALID))
                : Mono.just(new BearerTokenAuthenticationToken(token));
    }

    private static TokenRejected.Reason reasonOf(Exception e) {
        return e instanceof TokenRejected rejected ? rejected.reason() : TokenRejected.Reason.TOKEN_INVALID;
    }
}
