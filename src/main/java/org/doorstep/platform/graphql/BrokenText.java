package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import java.util.Map;
import org.doorstep.platform.text.PlainText;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Refuses requests with half a character in them, which would be stored as a question mark. */
@Component
@Order(-5)
class BrokenText implements WebGraphQlInterceptor {

    private final FaultErrors errors;

    BrokenText(FaultErrors errors) {
        this.errors = errors;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        if (!isBroken(request.getDocument())
                && !isBroken(request.getOperationName())
                && !isBroken(request.getVariables())) {
            return chain.next(request);
        }
        ExecutionResult refused = ExecutionResult.newExecutionResult()
                .addError(errors.of(Fault.badRequest("text.broken"), Messages.localeOf(request), Map.of()))
                .build();
        return Mono.just(
                new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(request.toExecutionInput(), refused)));
    }

    private static boolean isBroken(@Nullable Object value) {
        if (value instanceof String text) {
            return PlainText.isBroken(text);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().anyMatch(entry -> isBroken(entry.getKey()) || isBroken(entry.getValue()));
        }
        return value instanceof Iterable<?> items && anyBroken(items);
    }

    private static boolean anyBroken(Iterable<?> items) {
        for (Object item : items) {
            if (isBroken(item)) {
                return true;
            }
        }
        return false;
    }
}
