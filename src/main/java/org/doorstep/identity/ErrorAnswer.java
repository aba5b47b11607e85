package org.doorstep.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.Messages;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request that must not reach GraphQL, in the shape of a GraphQL error. */
@Component
class ErrorAnswer {

    private final Messages messages;
    private final JsonMapper mapper;

    ErrorAnswer(Messages messages, JsonMapper mapper) {
        this.messages = messages;
        this.mapper = mapper;
    }

    Mono<Void> unauthenticated(ServerWebExchange exchange, TokenRejected.Reason reason) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        return write(exchange, HttpStatus.UNAUTHORIZED, TokenRejected.faultOf(reason), reason.name());
    }

    Mono<Void> write(ServerWebExchange exchange, HttpStatus status, Fault fault, @Nullable String reason) {
        Locale locale = exchange.getLocaleContext().getLocale();
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", fault.code().name());
        if (reason != null) {
            extensions.put("reason", reason);
        }
        extensions.put("retryable", fault.code().retryable());
        extensions.put("requestId", exchange.getRequest().getId());
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", messages.of(fault, locale == null ? Locale.SIMPLIFIED_CHINESE : locale));
        error.put("extensions", extensions);
        byte[] body = mapper.writeValueAsBytes(Map.of("errors", List.of(error)));

        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setCacheControl("no-store");
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
