package org.doorstep.identity;

import org.doorstep.platform.launch.ConditionalOnSampleData;
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

    private final SignInAsDemo signInAsDemo;

    DemoController(SignInAsDemo signInAsDemo) {
        this.signInAsDemo = signInAsDemo;
    }

    @MutationMapping
    Mono<SignInResult> signInAsDemo(@Argument SignInAsDemo.Input input, @ContextValue Network network) {
        return signInAsDemo.signIn(input, network);
    }
}
