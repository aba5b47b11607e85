package org.doorstep.identity;

import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The caller's own phone. */
@Controller
class PhoneController {

    private final TakePhoneFromWeChat takePhoneFromWeChat;
    private final EnterPhone enterPhone;
    private final RemovePhone removePhone;

    PhoneController(TakePhoneFromWeChat takePhoneFromWeChat, EnterPhone enterPhone, RemovePhone removePhone) {
        this.takePhoneFromWeChat = takePhoneFromWeChat;
        this.enterPhone = enterPhone;
        this.removePhone = removePhone;
    }

    @MutationMapping
    Mono<Object> takePhoneFromWeChat(@Argument TakePhoneFromWeChat.Input input, @ContextValue Caller caller) {
        return Refused.orResult(takePhoneFromWeChat.take(caller.personId(), input));
    }

    @MutationMapping
    Mono<Object> enterPhone(@Argument EnterPhone.Input input, @ContextValue Caller caller) {
        return Refused.orResult(enterPhone.enter(caller.personId(), input));
    }

    @MutationMapping
    Mono<Object> removePhone(@Argument RemovePhone.Input input, @ContextValue Caller caller) {
        return Refused.orResult(removePhone.remove(caller.personId(), input));
    }
}
