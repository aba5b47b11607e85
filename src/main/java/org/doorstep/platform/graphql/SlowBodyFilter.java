package org.doorstep.platform.graphql;

import java.time.Duration;
import org.doorstep.platform.limit.Floods;
import org.doorstep.platform.limit.LimitProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers a request whose body does not come in time with 408, and closes the connection. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class SlowBodyFilter implements WebFilter {

    private final Duration time;
    private final Floods floods;

    SlowBodyFilter(LimitProperties properties, Floods floods) {
        this.time = properties.requestTime();
        this.floods = floods;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange.mutate()
                .request(new ServerHttpRequestDecorator(exchange.getRequest()) {
                    @Override
                    public Flux<DataBuffer> getBody() {
                        return super.getBody().takeUntilOther(late(exchange));
                    }
                })
                .build());
    }

    private Mono<Void> late(ServerWebExchange exchange) {
        return Mono.delay(time).then(Mono.error(() -> {
            floods.refused("slow-bodies");
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            return new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT);
        }));
    }
}
