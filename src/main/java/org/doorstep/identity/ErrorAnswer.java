package org.doorstep.identity;

import java.util.Map;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.HttpFaults;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers a request that must not reach GraphQL, and says why for programs. */
@Component
class ErrorAnswer {

    private final HttpFaults faults;

    ErrorAnswer(HttpFaults faults) {
        this.faults = faults;
    }

    Mono<Void> unauthenticated(ServerWebExchange exchange, TokenRejected.Reason reason) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        return write(exchange, HttpStatus.UNAUTHORIZED, TokenRejected.faultOf(reason), reason.name());
    }

    Mono<Void> write(ServerWebExchange exchange, HttpStatus status, Fault fault, String reason) {
        return faults.write(exchange, status, fault, Map.of("reason", reason));
    }
}
