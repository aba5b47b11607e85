package org.doorstep.identity;

import org.doorstep.identity.EnterPhone.PhoneSaved;
import org.doorstep.identity.RemovePhone.PhoneRemoved;
import org.springframework.graphql.data.method.annotation.Argument;
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
    Mono<PhoneSaved> takePhoneFromWeChat(@Argument TakePhoneFromWeChat.Input input, Caller caller) {
        return takePhoneFromWeChat.take(caller, input);
    }

    @MutationMapping
    Mono<PhoneSaved> enterPhone(@Argument EnterPhone.Input input, Caller caller) {
        return enterPhone.enter(caller, input);
    }

    @MutationMapping
    Mono<PhoneRemoved> removePhone(@Argument RemovePhone.Input input, Caller caller) {
        return removePhone.remove(caller, input);
    }
}
