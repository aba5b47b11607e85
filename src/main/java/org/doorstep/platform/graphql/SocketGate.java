package org.doorstep.platform.graphql;

import java.time.Duration;
import java.util.Map;
import org.doorstep.platform.limit.Network;
import org.doorstep.platform.limit.Room;
import org.doorstep.platform.limit.Rooms;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.http.server.HttpServerRequest;

/** Lets so many WebSockets open at a time, on the server and from one address; more are refused before they open. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 110)
class SocketGate implements WebFilter {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Rooms rooms;
    private final HttpFaults faults;

    SocketGate(Rooms rooms, HttpFaults faults) {
        this.rooms = rooms;
        this.faults = faults;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!isHandshake(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        Network network = Network.of(exchange.getRequest().getRemoteAddress());
        return Mono.defer(() -> {
            Rooms.Stay ofAddress = rooms.enter(Room.ADDRESS_SOCKETS, network);
            if (ofAddress == null) {
                return faults.write(exchange, HttpStatus.TOO_MANY_REQUESTS, Fault.rateLimited(RETRY_AFTER), Map.of());
            }
            Rooms.Stay ofServer = rooms.enter(Room.SOCKETS, "server");
            if (ofServer == null) {
                ofAddress.close();
                return faults.write(
                        exchange,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Fault.of(FaultCode.UNAVAILABLE, "unavailable"),
                        Map.of());
            }
            Disposable leave = () -> {
                ofAddress.close();
                ofServer.close();
            };
            // the socket lives on when its handshake is done
            HttpServerRequest netty = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
            netty.withConnection(connection -> connection.onDispose(leave));
            return chain.filter(exchange).doFinally(signal -> {
                HttpStatusCode status = exchange.getResponse().getStatusCode();
                if (signal != SignalType.ON_COMPLETE || status != null && status.isError()) {
                    leave.dispose();
                }
            });
        });
    }

    private static boolean isHandshake(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().value().equals("/graphql")
                && "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }
}
