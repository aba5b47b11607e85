package org.doorstep.platform.graphql;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.doorstep.platform.limit.Room;
import org.doorstep.platform.limit.Rooms;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.web.reactive.socket.CloseStatus;
import reactor.core.publisher.Mono;

/** The place that a WebSocket takes among those of the person who signed in over it. */
public final class SocketOwner {

    static final String KEY = SocketOwner.class.getName();

    /** "Too many", as 429 in HTTP: the client may try again later. */
    static final CloseStatus TOO_MANY = new CloseStatus(4429, "Too many sockets");

    private final Function<CloseStatus, Mono<Void>> close;
    private final AtomicReference<Rooms.@Nullable Stay> stay = new AtomicReference<>();

    SocketOwner(Function<CloseStatus, Mono<Void>> close) {
        this.close = close;
    }

    /** Counts the socket as one of a person or a program; closes it, and fails, when they have too many. */
    public static Mono<Void> admit(WebSocketSessionInfo session, Rooms rooms, Object owner) {
        return Mono.defer(() -> {
            if (!(session.getAttributes().get(KEY) instanceof SocketOwner socket)) {
                return Mono.empty();
            }
            Rooms.Stay stay = rooms.enter(Room.PERSON_SOCKETS, owner);
            if (stay == null) {
                return socket.close.apply(TOO_MANY).then(Mono.error(new IllegalStateException("too many sockets")));
            }
            socket.stay.set(stay);
            return Mono.empty();
        });
    }

    void leave() {
        Rooms.Stay left = stay.getAndSet(null);
        if (left != null) {
            left.close();
        }
    }
}
