package org.doorstep.attendance;

import org.doorstep.identity.Caller;
import org.springframework.graphql.data.method.annotation.Argument;
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
    Mono<JoinSession.SessionJoined> joinSession(@Argument JoinSession.Input input, Caller caller) {
        return joinSession.join(caller, input);
    }

    @MutationMapping
    Mono<LeaveSession.SessionLeft> leaveSession(@Argument LeaveSession.Input input, Caller caller) {
        return leaveSession.leave(caller, input);
    }
}
