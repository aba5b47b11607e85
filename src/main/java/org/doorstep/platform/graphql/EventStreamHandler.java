package org.doorstep.platform.graphql;

import graphql.language.OperationDefinition.Operation;
import java.util.Map;
import java.util.Set;
import org.reactivestreams.Publisher;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.webflux.GraphQlSseHandler;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** GraphQL as server-sent events: {@code next} for each answer and {@code complete} at the end. */
@Component
class EventStreamHandler extends GraphQlSseHandler {

    private static final ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>> EVENT =
            new ParameterizedTypeReference<>() {};

    EventStreamHandler(WebGraphQlHandler handler, GraphQlProperties properties) {
        super(handler, null, properties.getHttp().getSse().getKeepAlive());
    }

    @Override
    public Mono<ServerResponse> handleRequest(ServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            request.attributes().put(OperationGate.ALLOWED, Set.of(Operation.QUERY, Operation.SUBSCRIPTION));
        }
        return super.handleRequest(request);
    }

    /** Spring's handler would hide the errors of an operation that could not begin. */
    @Override
    protected Mono<ServerResponse> prepareResponse(ServerRequest request, WebGraphQlResponse response) {
        if (response.getData() instanceof Publisher) {
            return super.prepareResponse(request, response);
        }
        Flux<ServerSentEvent<Map<String, Object>>> events = Flux.just(
                ServerSentEvent.builder(response.toMap()).event("next").build(),
                ServerSentEvent.builder(Map.<String, Object>of())
                        .event("complete")
                        .build());
        return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(events, EVENT);
    }
}
