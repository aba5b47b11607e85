package org.doorstep.platform.graphql;

import graphql.language.OperationDefinition.Operation;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.webflux.GraphQlHttpHandler;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** GraphQL over HTTP with one answer. A subscription has many and is refused; a mutation by GET is answered with 405. */
@Component
class JsonHandler extends GraphQlHttpHandler {

    JsonHandler(WebGraphQlHandler handler) {
        super(handler);
    }

    @Override
    public Mono<ServerResponse> handleRequest(ServerRequest request) {
        request.attributes()
                .put(
                        OperationGate.ALLOWED,
                        request.method().equals(HttpMethod.GET)
                                ? Set.of(Operation.QUERY)
                                : Set.of(Operation.QUERY, Operation.MUTATION));
        return super.handleRequest(request);
    }

    @Override
    protected Mono<ServerResponse> prepareResponse(ServerRequest request, WebGraphQlResponse response) {
        if (needsPost(response)) {
            response.getResponseHeaders().setAllow(Set.of(HttpMethod.POST));
        }
        retryAfter(response)
                .ifPresent(seconds -> response.getResponseHeaders().set(HttpHeaders.RETRY_AFTER, seconds.toString()));
        return super.prepareResponse(request, response);
    }

    @Override
    protected HttpStatus selectResponseStatus(WebGraphQlResponse response, MediaType mediaType) {
        if (retryAfter(response).isPresent()) {
            return HttpStatus.TOO_MANY_REQUESTS;
        }
        return needsPost(response)
                ? HttpStatus.METHOD_NOT_ALLOWED
                : Objects.requireNonNull(super.selectResponseStatus(response, mediaType));
    }

    /** Set when a request got nothing because of a limit; one that got a part has its errors beside it. */
    private static Optional<Object> retryAfter(WebGraphQlResponse response) {
        return response.getData() != null
                ? Optional.empty()
                : response.getErrors().stream()
                        .map(error -> error.getExtensions().get(HttpFaults.RETRY_AFTER))
                        .filter(Objects::nonNull)
                        .findFirst();
    }

    private static boolean needsPost(WebGraphQlResponse response) {
        return response.getErrors().stream()
                .anyMatch(error ->
                        error.getExtensions().entrySet().containsAll(OperationGate.METHOD_NOT_ALLOWED.entrySet()));
    }
}
