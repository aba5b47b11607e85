package org.doorstep.event;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.PublishEvent.EventPublished;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Events in GraphQL. */
@Controller
class EventController implements NodeReader {

    private final Events events;
    private final PublishEvent publishEvent;
    private final BatchField<UUID, String> onlineUrls;

    EventController(Events events, PublishEvent publishEvent, OnlineUrls urls, BatchLoaderRegistry registry) {
        this.events = events;
        this.publishEvent = publishEvent;
        this.onlineUrls = new BatchField<>(
                registry, "Event.onlineUrl", (ids, environment) -> urls.ofEvents(ids, Caller.of(environment)));
    }

    @SchemaMapping
    CompletableFuture<String> onlineUrl(Event event, DataFetchingEnvironment environment) {
        return onlineUrls.load(event.uuid(), environment);
    }

    @Override
    public IdType idType() {
        return Event.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return events.find(id, Selection.of(environment));
    }

    @QueryMapping
    Mono<Event> event(@Argument String id, Selection selection) {
        return events.find(Event.ID.decode(id), selection);
    }

    @QueryMapping
    Mono<Connection<Event>> events(@Argument @Nullable EventFilter filter, PageArguments page, Selection selection) {
        return events.list(Objects.requireNonNullElse(filter, EventFilter.NONE), page, selection);
    }

    @MutationMapping
    Mono<EventPublished> publishEvent(@Argument PublishEvent.Input input, Caller caller, Selection selection) {
        return publishEvent.publish(caller, input, selection);
    }
}
