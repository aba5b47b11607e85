package org.doorstep.platform.graphql;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.graphql.MediaTypes;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The ways to {@code /graphql} by HTTP: POST for all operations, GET for queries and for event streams. Spring's own
 * route accepts POST only, and answers what it does not understand without a body.
 *
 * @see <a href="https://graphql.github.io/graphql-over-http/draft/">GraphQL over HTTP</a>
 */
@Configuration(proxyBeanMethods = false)
class TransportRoutes {

    private static final String PATH = "/graphql";
    private static final List<MediaType> ANSWERS =
            List.of(MediaType.APPLICATION_JSON, MediaTypes.APPLICATION_GRAPHQL_RESPONSE, MediaType.TEXT_EVENT_STREAM);

    private final JsonHandler json;
    private final EventStreamHandler eventStream;
    private final ObjectMapper mapper;

    TransportRoutes(JsonHandler json, EventStreamHandler eventStream, ObjectMapper mapper) {
        this.json = json;
        this.eventStream = eventStream;
        this.mapper = mapper;
    }

    @Bean
    @Order(-1)
    RouterFunction<ServerResponse> transport() {
        return RouterFunctions.route()
                .POST(PATH, this::answer)
                .GET(PATH, this::get)
                .route(RequestPredicates.path(PATH), other())
                .build();
    }

    private static HandlerFunction<ServerResponse> other() {
        return request ->
                Mono.error(new MethodNotAllowedException(request.method(), List.of(HttpMethod.GET, HttpMethod.POST)));
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        Optional<String> query = request.queryParam("query");
        if (query.isEmpty() && accepted(request).contains(MediaType.TEXT_HTML)) {
            return ServerResponse.temporaryRedirect(URI.create("/graphiql")).build();
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query.orElseThrow(() -> Fault.badRequest("http.query-missing")));
        request.queryParam("operationName").ifPresent(name -> body.put("operationName", name));
        request.queryParam("variables").ifPresent(text -> body.put("variables", object(text)));
        request.queryParam("extensions").ifPresent(text -> body.put("extensions", object(text)));
        return answer(ServerRequest.from(request)
                .headers(headers -> headers.setContentType(MediaType.APPLICATION_JSON))
                .body(mapper.writeValueAsString(body))
                .build());
    }

    private JsonNode object(String text) {
        try {
            JsonNode node = mapper.readTree(text);
            if (node.isObject() || node.isNull()) {
                return node;
            }
        } catch (JacksonException e) {
            throw Fault.badRequest("http.malformed");
        }
        throw Fault.badRequest("http.malformed");
    }

    private Mono<ServerResponse> answer(ServerRequest request) {
        MediaType answer = accepted(request).stream()
                .flatMap(accepted -> ANSWERS.stream().filter(accepted::includes).limit(1))
                .findFirst()
                .orElseThrow(() -> new NotAcceptableStatusException(ANSWERS));
        if (answer.equals(MediaType.TEXT_EVENT_STREAM)) {
            return eventStream.handleRequest(request);
        }
        return json.handleRequest(ServerRequest.from(request)
                .headers(headers -> headers.setAccept(List.of(answer)))
                .body(request.bodyToFlux(DataBuffer.class))
                .build());
    }

    /** What the client accepts, the best first and without parameters. */
    private static List<MediaType> accepted(ServerRequest request) {
        try {
            List<MediaType> accepted = request.headers().accept();
            return accepted.isEmpty()
                    ? List.of(MediaType.ALL)
                    : accepted.stream()
                            .filter(type -> type.getQualityValue() > 0)
                            .sorted(Comparator.comparingDouble(MediaType::getQualityValue)
                                    .reversed())
                            .map(type -> new MediaType(type.getType(), type.getSubtype()))
                            .toList();
        } catch (InvalidMediaTypeException e) {
            throw new NotAcceptableStatusException(ANSWERS);
        }
    }
}
