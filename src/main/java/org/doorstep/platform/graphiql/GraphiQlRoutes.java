package org.doorstep.platform.graphiql;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Serves the page at /graphiql; nothing it loads lies outside this server. */
@Configuration(proxyBeanMethods = false)
class GraphiQlRoutes {

    /** Nothing inline and nothing from elsewhere; GraphiQL carries its fonts as data in its style sheet. */
    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self' data:",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private static final CacheControl REVALIDATE = CacheControl.noCache();
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    @Bean
    RouterFunction<ServerResponse> graphiQl(JsonMapper json) {
        Mono<GraphiQlFiles> files = Mono.fromCallable(() -> GraphiQlFiles.read(json))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
        return RouterFunctions.route()
                .GET("/graphiql", request -> files.flatMap(found -> found.page().answer(request, REVALIDATE)))
                .GET(
                        "/graphiql/",
                        request -> ServerResponse.permanentRedirect(URI.create("/graphiql"))
                                .build())
                .GET(
                        "/graphiql/examples",
                        request -> files.flatMap(found -> found.examples().answer(request, REVALIDATE)))
                .GET("/graphiql/assets/{version}/{name}", request -> files.flatMap(found -> asset(found, request)))
                .filter(GraphiQlRoutes::protect)
                .build();
    }

    private static Mono<ServerResponse> asset(GraphiQlFiles files, ServerRequest request) {
        Asset asset = files.asset(request.pathVariable("version"), request.pathVariable("name"));
        return asset == null ? ServerResponse.notFound().build() : asset.answer(request, FOREVER);
    }

    private static Mono<ServerResponse> protect(ServerRequest request, HandlerFunction<ServerResponse> next) {
        HttpHeaders headers = request.exchange().getResponse().getHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        return next.handle(request);
    }
}
