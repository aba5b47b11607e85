package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Ends an operation that has no answer in time. What it reads is cancelled; what it writes is shielded and goes on, so that
 * a retry with the same idempotency key learns what became of it. A subscription has its first answer, the stream, at once.
 */
@Component
@Order(Deadline.ORDER)
class Deadline implements WebGraphQlInterceptor {

    /** Within AnswerInterceptor, which gives the fault its code, and around everything else. */
    static final int ORDER = -9;

    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

    private final FaultErrors errors;
    private final Duration deadline;

    Deadline(FaultErrors errors, @Value("${doorstep.limits.deadline:10s}") Duration deadline) {
        this.errors = errors;
        this.deadline = deadline;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return chain.next(request).timeout(deadline, Mono.fromSupplier(() -> passed(request)));
    }

    private WebGraphQlResponse passed(WebGraphQlRequest request) {
        LOG.warn("Request {} had no answer within {} ms", request.getId(), deadline.toMillis());
        Fault fault = Fault.of(FaultCode.UNAVAILABLE, "deadline");
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult()
                        .addError(errors.of(fault, Messages.localeOf(request), Map.of()))
                        .build()));
    }
}
