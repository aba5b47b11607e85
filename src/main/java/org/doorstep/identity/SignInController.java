package org.doorstep.identity;

import org.doorstep.platform.limit.Network;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sign-in, refresh and sign-out of people. */
@Controller
class SignInController {

    private final SignInWithWeChat signInWithWeChat;
    private final RefreshSession refreshSession;
    private final SignOut signOut;

    SignInController(SignInWithWeChat signInWithWeChat, RefreshSession refreshSession, SignOut signOut) {
        this.signInWithWeChat = signInWithWeChat;
        this.refreshSession = refreshSession;
        this.signOut = signOut;
    }

    @MutationMapping
    Mono<SignInResult> signInWithWeChat(@Argument SignInWithWeChat.Input input, @ContextValue Network network) {
        return signInWithWeChat.signIn(input, network);
    }

    @MutationMapping
    Mono<SignInResult> refreshSession(@Argument RefreshSession.Input input, @ContextValue Network network) {
        return refreshSession.refresh(input, network);
    }

    @MutationMapping
    Mono<SignOutResult> signOut(@Argument SignOut.Input input, @ContextValue Network network) {
        return signOut.end(input, network);
    }
}
