package org.doorstep.platform.graphql;

import java.util.Map;
import org.doorstep.platform.limit.Network;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The network that a request comes from, in the context of its operation. */
@Component
@Order(-9)
public class ClientNetwork implements WebGraphQlInterceptor {

    /** Notes the network while it is known: a request that is built anew has no address. */
    @Component
    @Order(Ordered.HIGHEST_PRECEDENCE + 40)
    static class Noting implements WebFilter {

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            exchange.getAttributes()
                    .put(Network.KEY, Network.of(exchange.getRequest().getRemoteAddress()));
            return chain.filter(exchange);
        }
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Network network = of(request);
        request.configureExecutionInput((input, builder) ->
                builder.graphQLContext(Map.of(Network.KEY, network)).build());
        return chain.next(request);
    }

    public static Network of(WebGraphQlRequest request) {
        return request.getAttributes().get(Network.KEY) instanceof Network noted
                ? noted
                : Network.of(request.getRemoteAddress());
    }
}
