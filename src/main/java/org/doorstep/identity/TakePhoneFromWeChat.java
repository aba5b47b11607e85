package org.doorstep.identity;

import java.util.UUID;
import org.doorstep.identity.EnterPhone.PhoneSaved;
import org.doorstep.identity.IdentityRefusal.PhoneRefused;
import org.doorstep.identity.WeChat.PhoneNumberAnswer;
import org.doorstep.identity.WeChat.PhoneNumberRequest;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.refusal.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes a code of WeChat's phone button for the phone of the person who tapped it. */
@Component
class TakePhoneFromWeChat {

    private static final Logger LOG = LoggerFactory.getLogger(TakePhoneFromWeChat.class);
    private static final int LONGEST_CODE = 256;
    private static final int BUSY = -1;

    record Input(String code) {

        /** Names no code, since records end up in logs. */
        @Override
        public String toString() {
            return "TakePhoneFromWeChat";
        }
    }

    private final WeChat weChat;
    private final WeChatTokens tokens;
    private final WeChatProperties properties;
    private final People people;
    private final Viewers viewers;
    private final Allowances allowances;

    TakePhoneFromWeChat(
            WeChat weChat,
            WeChatTokens tokens,
            WeChatProperties properties,
            People people,
            Viewers viewers,
            Allowances allowances) {
        this.allowances = allowances;
        this.weChat = weChat;
        this.tokens = tokens;
        this.properties = properties;
        this.people = people;
        this.viewers = viewers;
    }

    /** Fails with {@link Refused}. */
    Mono<PhoneSaved> take(Caller caller, Input input) {
        UUID person = caller.personId();
        if (!properties.configured()) {
            return Mono.error(() -> new Refused(PhoneRefused.WECHAT_NOT_CONFIGURED));
        }
        if (input.code().isBlank() || input.code().length() > LONGEST_CODE) {
            return Mono.error(() -> new Refused(PhoneRefused.PHONE_CODE_INVALID));
        }
        return allowances
                .take(Allowance.PHONE_CODES, person)
                .then(ask(input.code()))
                .flatMap(answer ->
                        answer.tokenRefused() || answer.status() == BUSY ? ask(input.code()) : Mono.just(answer))
                .map(TakePhoneFromWeChat::phoneOf)
                .flatMap(phone -> people.keepPhone(person, phone, PhoneSource.WECHAT))
                .then(viewers.person(person))
                .map(PhoneSaved::new);
    }

    private Mono<PhoneNumberAnswer> ask(String code) {
        return tokens.value()
                .flatMap(token -> weChat.phoneNumber(token, new PhoneNumberRequest(code))
                        .timeout(properties.timeout())
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("empty answer")))
                        .doOnNext(answer -> {
                            if (answer.tokenRefused()) {
                                tokens.refuse(token);
                            }
                        }))
                .onErrorMap(SignInWithWeChat::unavailable);
    }

    private static String phoneOf(PhoneNumberAnswer answer) {
        String phone = answer.phone();
        return switch (answer.status()) {
            case 0 -> {
                if (phone == null) {
                    LOG.warn("WeChat gave no phone that can be dialled");
                    throw Fault.of(FaultCode.UNAVAILABLE, "wechat-unavailable");
                }
                yield phone;
            }
            // also what a code answers that was used before, or is older than five minutes
            case 40029 -> throw new Refused(PhoneRefused.PHONE_CODE_INVALID);
            case 45011 -> throw new Refused(PhoneRefused.PHONE_RATE_LIMITED);
            case 40013, 40125, 41002, 41004 -> {
                LOG.error("WeChat does not accept the app id or the secret: errcode {}", answer.status());
                throw new Refused(PhoneRefused.WECHAT_NOT_CONFIGURED);
            }
            default -> {
                LOG.warn("WeChat gave no phone: errcode {}", answer.status());
                throw Fault.of(FaultCode.UNAVAILABLE, "wechat-unavailable");
            }
        };
    }
}
