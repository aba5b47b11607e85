package org.doorstep.identity;

import org.doorstep.identity.IdentityRefusal.SignInRefused;
import org.doorstep.platform.launch.ConditionalOnSampleData;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signs in without a password, as a person of the sample data. Exists only while sample data is on. */
@Component
@ConditionalOnSampleData
class SignInAsDemo {

    /** Whom of the sample data to sign in as. */
    record Input(DemoPersona persona) {}

    private final DemoPersonas personas;
    private final SignInTokens tokens;
    private final Allowances allowances;

    SignInAsDemo(DemoPersonas personas, SignInTokens tokens, Allowances allowances) {
        this.personas = personas;
        this.tokens = tokens;
        this.allowances = allowances;
    }

    Mono<SignInResult> signIn(Input input, Network network) {
        return allowances
                .take(Allowance.SIGN_INS, network)
                .then(personas.find(input.persona()))
                .flatMap(tokens::begin)
                .defaultIfEmpty(SignInRefused.DEMO_PERSONA_MISSING);
    }
}
