package org.doorstep.event;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions in GraphQL. */
@Controller
class SessionController implements NodeReader {

    private static final int MAX_UPCOMING = 20;

    private final Sessions sessions;
    private final LiveSessions live;
    private final Places places;
    private final BatchField<UUID, List<Session>> ofEvents;
    private final BatchField<UUID, List<Session>> ofStations;

    SessionController(Sessions sessions, LiveSessions live, Places places, BatchLoaderRegistry registry) {
        this.sessions = sessions;
        this.live = live;
        this.places = places;
        this.ofEvents = new BatchField<>(
                registry,
                "Event.upcomingSessions",
                (ids, environment) -> sessions.upcomingOfEvents(
                        ids, PageArguments.first(environment, MAX_UPCOMING), Selection.of(environment)));
        this.ofStations = new BatchField<>(
                registry,
                "Station.upcomingSessions",
                (ids, environment) -> sessions.upcomingOfStations(
                        ids, PageArguments.first(environment, MAX_UPCOMING), Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Session.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return sessions.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Session> session(@Argument String id, Selection selection) {
        return sessions.find(Session.ID.decode(id), selection);
    }

    @QueryMapping
    Mono<Connection<Session>> sessions(
            @Argument @Nullable SessionFilter filter, PageArguments page, Selection selection) {
        return sessions.list(Objects.requireNonNullElse(filter, SessionFilter.NONE), page, selection);
    }

    @SubscriptionMapping
    Flux<Session> sessionChanged(@Argument List<String> ids, Caller caller, Selection selection) {
        return live.watch(ids, caller, selection);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Integer> seatsLeft(Session session, Caller caller, DataFetchingEnvironment environment) {
        return places.told(session, session.exactSeatsLeft(), caller, environment);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Integer> waitlistLength(Session session, Caller caller, DataFetchingEnvironment environment) {
        return places.told(session, session.exactWaitlistLength(), caller, environment);
    }

    @SchemaMapping
    CompletableFuture<List<Session>> upcomingSessions(Event event, DataFetchingEnvironment environment) {
        return ofEvents.load(event.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<Session>> upcomingSessions(Station station, DataFetchingEnvironment environment) {
        return ofStations.load(station.uuid(), environment);
    }
}
