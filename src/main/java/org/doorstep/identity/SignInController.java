package org.doorstep.identity;

import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
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
    private final SignInTokens tokens;
    private final Allowances allowances;

    SignInController(SignInWithWeChat signInWithWeChat, SignInTokens tokens, Allowances allowances) {
        this.allowances = allowances;
        this.signInWithWeChat = signInWithWeChat;
        this.tokens = tokens;
    }

    @MutationMapping
    Mono<SignInResult> signInWithWeChat(@Argument SignInWithWeChatInput input, @ContextValue Network network) {
        return allowances.take(Allowance.SIGN_INS, network).then(signInWithWeChat.signIn(input));
    }

    @MutationMapping
    Mono<SignInResult> refreshSession(@Argument RefreshSessionInput input, @ContextValue Network network) {
        return allowances.take(Allowance.REFRESHES, network).then(tokens.refresh(input.refreshToken(), network));
    }

    @MutationMapping
    Mono<SignOutResult> signOut(@Argument SignOutInput input, @ContextValue Network network) {
        return allowances.take(Allowance.REFRESHES, network).then(tokens.end(input.refreshToken()));
    }
}
