package org.doorstep.staffing;

import graphql.schema.DataFetchingEnvironment;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Who is at a session, in GraphQL, for those who manage the station. */
@Controller
class PresenceController {

    private final LivePresence live;
    private final BatchField<UUID, Presence> ofSession;

    PresenceController(LivePresence live, BatchLoaderRegistry registry) {
        this.live = live;
        this.ofSession = new BatchField<>(
                registry,
                "Session.presence",
                (sessions, environment) -> live.ofSessions(sessions, Caller.of(environment)));
    }

    @SchemaMapping
    CompletableFuture<Presence> presence(Session session, DataFetchingEnvironment environment) {
        return ofSession.load(session.uuid(), environment);
    }

    @SubscriptionMapping
    Flux<Presence> presenceChanged(@Argument String sessionId, Caller caller) {
        return live.watch(caller, Session.ID.decode(sessionId));
    }
}
