package org.doorstep.platform.graphql;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.doorstep.platform.limit.Floods;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectMapper;

/**
 * Answers requests that never become a GraphQL operation, malformed JSON or a body that is too large among them, in
 * the shape of a GraphQL error.
 */
@Component
@Order(-2)
public class HttpFaults implements WebExceptionHandler {

    /** In {@code extensions}: seconds. */
    static final String RETRY_AFTER = "retryAfter";

    private final Messages messages;
    private final ObjectMapper json;
    private final Floods floods;

    HttpFaults(Messages messages, ObjectMapper json, Floods floods) {
        this.floods = floods;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(exception);
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
            floods.refused("hung-up");
            return Mono.empty();
        }
        if (NestedExceptionUtils.getMostSpecificCause(exception) instanceof DataBufferLimitException) {
            return write(exchange, HttpStatus.CONTENT_TOO_LARGE, Fault.badRequest("http.too-large"), Map.of());
        }
        if (exception instanceof ErrorResponse response) {
            exchange.getResponse().getHeaders().addAll(response.getHeaders());
            return write(exchange, response.getStatusCode(), faultOf(response.getStatusCode()), Map.of());
        }
        if (exception instanceof Fault fault && fault.code() == FaultCode.BAD_REQUEST) {
            return write(exchange, HttpStatus.BAD_REQUEST, fault, Map.of());
        }
        Fault fault = FaultResolver.faultOf(exception);
        HttpStatus status = switch (fault.code()) {
            case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
        FaultResolver.log(exchange.getRequest().getId(), exchange.getRequest().getPath(), fault, exception);
        return write(exchange, status, fault, Map.of());
    }

    /** Writes a fault as the whole answer to a request. */
    public Mono<Void> write(
            ServerWebExchange exchange, HttpStatusCode status, Fault fault, Map<String, Object> extensions) {
        Locale locale = Objects.requireNonNullElse(exchange.getLocaleContext().getLocale(), Locale.SIMPLIFIED_CHINESE);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("code", fault.code().name());
        all.put("retryable", fault.code().retryable());
        all.put("requestId", exchange.getRequest().getId());
        all.putAll(fault.extensions());
        all.putAll(extensions);
        byte[] body = json.writeValueAsString(
                        Map.of("errors", List.of(Map.of("message", messages.of(fault, locale), "extensions", all))))
                .getBytes(StandardCharsets.UTF_8);
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setCacheControl("no-store");
        if (all.get(RETRY_AFTER) != null) {
            response.getHeaders()
                    .set(HttpHeaders.RETRY_AFTER, all.get(RETRY_AFTER).toString());
        }
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Fault faultOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> Fault.notFound();
            case 408 -> Fault.badRequest("http.too-slow");
            case 405 -> Fault.badRequest("http.method");
            case 406 -> Fault.badRequest("http.accept");
            case 413 -> Fault.badRequest("http.too-large");
            case 415 -> Fault.badRequest("http.content-type");
            default ->
                status.is4xxClientError()
                        ? Fault.badRequest("http.malformed")
                        : Fault.of(FaultCode.INTERNAL, "internal");
        };
    }
}
