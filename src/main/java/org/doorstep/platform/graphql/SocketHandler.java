package org.doorstep.platform.graphql;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.graphql.autoconfigure.GraphQlCorsProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webflux.GraphQlWebSocketHandler;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/** GraphQL over a WebSocket, which speaks {@code graphql-transport-ws} only. */
@Component
class SocketHandler extends GraphQlWebSocketHandler {

    SocketHandler(
            WebGraphQlHandler handler,
            ServerCodecConfigurer codecs,
            GraphQlProperties properties,
            GraphQlCorsProperties cors) {
        super(
                handler,
                codecs,
                properties.getWebsocket().getConnectionInitTimeout(),
                properties.getWebsocket().getKeepAlive(),
                Objects.requireNonNullElseGet(cors.toCorsConfiguration(), CorsConfiguration::new));
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("graphql-transport-ws");
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        SocketOwner owner = new SocketOwner(session::close);
        session.getAttributes().put(SocketOwner.KEY, owner);
        session.closeStatus().doFinally(signal -> owner.leave()).subscribe();
        return super.handle(session).doFinally(signal -> owner.leave());
    }
}
