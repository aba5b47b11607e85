package org.doorstep.identity;

import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sign-in, refresh and sign-out of people. */
@Controller
class SignInController {

    private final SignInWithWeChat signInWithWeChat;
    private final SignInTokens tokens;

    SignInController(SignInWithWeChat signInWithWeChat, SignInTokens tokens) {
        this.signInWithWeChat = signInWithWeChat;
        this.tokens = tokens;
    }

    @MutationMapping
    Mono<SignInResult> signInWithWeChat(@Argument SignInWithWeChatInput input) {
        return signInWithWeChat.signIn(input);
    }

    @MutationMapping
    Mono<SignInResult> refreshSession(@Argument RefreshSessionInput input) {
        return tokens.refresh(input.refreshToken());
    }

    @MutationMapping
    Mono<SignOutResult> signOut(@Argument SignOutInput input) {
        return tokens.end(input.refreshToken());
    }
}
