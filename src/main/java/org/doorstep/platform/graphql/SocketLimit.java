package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Limits the operations under way on one WebSocket; Spring's handler falls silent at 256 without a word. */
@Component
class SocketLimit implements WebGraphQlInterceptor {

    private static final String OPEN = SocketLimit.class.getName();

    private final FaultErrors errors;
    private final int limit;

    SocketLimit(FaultErrors errors, @Value("${doorstep.limits.operations-per-socket:100}") int limit) {
        this.errors = errors;
        this.limit = limit;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        if (!(request instanceof WebSocketGraphQlRequest overSocket)) {
            return chain.next(request);
        }
        AtomicInteger open = (AtomicInteger)
                overSocket.getSessionInfo().getAttributes().computeIfAbsent(OPEN, key -> new AtomicInteger());
        return Mono.defer(() -> {
            if (open.incrementAndGet() > limit) {
                open.decrementAndGet();
                return Mono.just(refusal(request));
            }
            return chain.next(request)
                    .doOnError(e -> open.decrementAndGet())
                    .doOnCancel(open::decrementAndGet)
                    .map(response -> counted(response, open));
        });
    }

    private static WebGraphQlResponse counted(WebGraphQlResponse response, AtomicInteger open) {
        if (response.getData() instanceof Publisher<?> answers) {
            return response.transform(builder -> builder.data(
                    new CompleteOnCancel<>(Flux.from(answers).doFinally(signal -> open.decrementAndGet()))));
        }
        open.decrementAndGet();
        return response;
    }

    private WebGraphQlResponse refusal(WebGraphQlRequest request) {
        Fault fault = Fault.of(FaultCode.RATE_LIMITED, "watched.too-many", limit);
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult()
                        .addError(errors.of(fault, Messages.localeOf(request), Map.of()))
                        .build()));
    }
}
