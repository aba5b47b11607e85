package org.doorstep.attendance;

import org.doorstep.identity.Caller;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Joining online sessions, in GraphQL. */
@Controller
class OnlineController {

    private final JoinSession joinSession;
    private final LeaveSession leaveSession;

    OnlineController(JoinSession joinSession, LeaveSession leaveSession) {
        this.joinSession = joinSession;
        this.leaveSession = leaveSession;
    }

    @MutationMapping
    Mono<Object> joinSession(@Argument JoinSession.Input input, @ContextValue Caller caller) {
        return Refused.orResult(Mono.defer(() -> joinSession.join(caller, input)));
    }

    @MutationMapping
    Mono<Object> leaveSession(@Argument LeaveSession.Input input, @ContextValue Caller caller) {
        return Refused.orResult(Mono.defer(() -> leaveSession.leave(caller, input)));
    }
}
