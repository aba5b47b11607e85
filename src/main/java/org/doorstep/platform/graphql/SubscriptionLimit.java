package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import java.time.Duration;
import org.doorstep.platform.limit.Room;
import org.doorstep.platform.limit.Rooms;
import org.doorstep.platform.limit.Spender;
import org.reactivestreams.Publisher;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Limits the subscriptions open at a time, of one caller and on the server, whichever way they came. */
@Component
@Order(-8)
class SubscriptionLimit implements WebGraphQlInterceptor {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Rooms rooms;

    SubscriptionLimit(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return chain.next(request).map(response -> {
            if (!(response.getData() instanceof Publisher<?> answers)) {
                return response;
            }
            Spender spender = response.getExecutionInput()
                    .getGraphQLContext()
                    .getOrDefault(Spender.KEY, Spender.anonymous(ClientNetwork.of(request)));
            return response.transform(builder -> builder.data(Flux.defer(() -> admitted(spender, answers))));
        });
    }

    private Flux<ExecutionResult> admitted(Spender spender, Publisher<?> answers) {
        Rooms.Stay ofCaller = rooms.enter(spender.subscriptions(), spender.key());
        if (ofCaller == null) {
            return Flux.error(Fault.rateLimited(RETRY_AFTER));
        }
        Rooms.Stay ofServer = rooms.enter(Room.SUBSCRIPTIONS, "server");
        if (ofServer == null) {
            ofCaller.close();
            return Flux.error(Fault.of(FaultCode.UNAVAILABLE, "unavailable"));
        }
        return Flux.from(answers).cast(ExecutionResult.class).doFinally(signal -> {
            ofCaller.close();
            ofServer.close();
        });
    }
}
