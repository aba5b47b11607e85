package org.doorstep.identity;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.doorstep.platform.graphql.Fault;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
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
 * Keeps other sites' pages from acting through a visitor's browser: a WebSocket opens only from this server's own origin
 * or an allowed one (browsers ask nobody before they open it), and a POST must say {@code application/json}, which a
 * form of another site cannot.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class CrossSiteGuard implements WebFilter {

    private static final String PATH = "/graphql";

    private final List<String> allowedOrigins;
    private final ErrorAnswer errorAnswer;

    CrossSiteGuard(IdentityProperties properties, ErrorAnswer errorAnswer) {
        this.allowedOrigins = properties.allowedOrigins();
        this.errorAnswer = errorAnswer;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().pathWithinApplication().value().equals(PATH)) {
            return chain.filter(exchange);
        }
        if (isWebSocket(request) && !isAllowedOrigin(request)) {
            return errorAnswer.write(exchange, HttpStatus.FORBIDDEN, Fault.forbidden(), "ORIGIN");
        }
        if (HttpMethod.POST.equals(request.getMethod()) && !isJson(request)) {
            return errorAnswer.write(
                    exchange, HttpStatus.UNSUPPORTED_MEDIA_TYPE, Fault.badRequest("http.content-type"), "CONTENT_TYPE");
        }
        return chain.filter(exchange);
    }

    private static boolean isWebSocket(ServerHttpRequest request) {
        String upgrade = request.getHeaders().getUpgrade();
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    private boolean isAllowedOrigin(ServerHttpRequest request) {
        String origin = request.getHeaders().getOrigin();
        return origin == null || allowedOrigins.contains(origin) || isOwn(request, origin);
    }

    private static boolean isOwn(ServerHttpRequest request, String origin) {
        try {
            URI.create(origin);
            return !CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException e) {
            return false;
        }
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
