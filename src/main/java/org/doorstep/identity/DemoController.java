package org.doorstep.identity;

import org.doorstep.platform.launch.ConditionalOnSampleData;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sign-in without a password, as a person of the sample data. */
@Controller
@ConditionalOnSampleData
class DemoController {

    private final DemoPersonas personas;
    private final SignInTokens tokens;

    DemoController(DemoPersonas personas, SignInTokens tokens) {
        this.personas = personas;
        this.tokens = tokens;
    }

    @MutationMapping
    Mono<SignInResult> signInAsDemo(@Argument SignInAsDemoInput input) {
        return personas.find(input.persona()).flatMap(tokens::begin).defaultIfEmpty(SignInRefused.DEMO_PERSONA_MISSING);
    }
}
