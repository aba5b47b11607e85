package org.doorstep.identity;

import org.doorstep.platform.launch.ConditionalOnSampleData;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sign-in without a password, as a person of the sample data. */
@Controller
@ConditionalOnSampleData
class DemoController {

    private final DemoPersonas personas;
    private final SignInTokens tokens;
    private final Allowances allowances;

    DemoController(DemoPersonas personas, SignInTokens tokens, Allowances allowances) {
        this.allowances = allowances;
        this.personas = personas;
        this.tokens = tokens;
    }

    @MutationMapping
    Mono<SignInResult> signInAsDemo(@Argument SignInAsDemoInput input, @ContextValue Network network) {
        return allowances.take(Allowance.SIGN_INS, network).then(signIn(input));
    }

    private Mono<SignInResult> signIn(SignInAsDemoInput input) {
        return personas.find(input.persona()).flatMap(tokens::begin).defaultIfEmpty(SignInRefused.DEMO_PERSONA_MISSING);
    }
}
