package org.doorstep.identity;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps other sites' pages from acting through a visitor's browser. A page is trusted when its origin is configured, or
 * when it comes from this very server on the visitor's own machine. That the origin equals the host that was asked for
 * proves nothing: a site that lets its name point at this server (DNS rebinding) has both alike. A POST must say {@code
 * application/json}, which a form of another site cannot, and a WebSocket must speak GraphQL.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class CrossSiteGuard implements WebFilter {

    static final String SUB_PROTOCOL = "graphql-transport-ws";

    private static final String GRAPHQL = "/graphql";
    private static final Set<String> GUARDED = Set.of(GRAPHQL, "/oauth2/token");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> allowedOrigins;
    private final ErrorAnswer errorAnswer;

    CrossSiteGuard(IdentityProperties properties, ErrorAnswer errorAnswer) {
        this.allowedOrigins = properties.allowedOrigins();
        this.errorAnswer = errorAnswer;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        if (!GUARDED.contains(path)) {
            return chain.filter(exchange);
        }
        if (!isTrusted(request)) {
            return errorAnswer.write(
                    exchange, HttpStatus.FORBIDDEN, Fault.of(FaultCode.FORBIDDEN, "http.origin"), "ORIGIN");
        }
        if (!path.equals(GRAPHQL)) {
            return chain.filter(exchange);
        }
        if (isWebSocket(request) && !speaksGraphQl(request)) {
            return errorAnswer.write(
                    exchange, HttpStatus.BAD_REQUEST, Fault.badRequest("http.sub-protocol"), "SUB_PROTOCOL");
        }
        if (HttpMethod.POST.equals(request.getMethod()) && !isJson(request)) {
            return errorAnswer.write(
                    exchange, HttpStatus.UNSUPPORTED_MEDIA_TYPE, Fault.badRequest("http.content-type"), "CONTENT_TYPE");
        }
        return chain.filter(exchange);
    }

    private boolean isTrusted(ServerHttpRequest request) {
        List<String> origins = request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN);
        return origins.isEmpty()
                || origins.size() == 1
                        && (allowedOrigins.contains(origins.get(0)) || isOnThisMachine(request, origins.get(0)));
    }

    private static boolean isOnThisMachine(ServerHttpRequest request, String origin) {
        try {
            return THIS_MACHINE.contains(Objects.toString(URI.create(origin).getHost(), ""))
                    && !CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWebSocket(ServerHttpRequest request) {
        return request.getHeaders().getOrEmpty(HttpHeaders.UPGRADE).stream()
                .anyMatch(upgrade -> upgrade.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    private static boolean speaksGraphQl(ServerHttpRequest request) {
        return request.getHeaders().getValuesAsList("Sec-WebSocket-Protocol").contains(SUB_PROTOCOL);
    }

    private static boolean isJson(ServerHttpRequest request) {
        try {
            MediaType type = request.getHeaders().getContentType();
            return type != null && type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
