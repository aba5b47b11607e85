package org.doorstep.identity;

import org.doorstep.identity.IdentityRefusal.SignInRefused;
import org.doorstep.identity.WeChat.CodeToSession;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.limit.Allowance;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Network;
import org.doorstep.platform.text.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** Changes a WeChat code for a session of the person whose account it is. */
@Component
class SignInWithWeChat {

    /** The one-time code of a WeChat sign-in. */
    record Input(String code) {

        /** Names no secret, since records end up in logs. */
        @Override
        public String toString() {
            return "SignInWithWeChatInput";
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(SignInWithWeChat.class);
    private static final int LONGEST_CODE = 256;
    private static final int BUSY = -1;

    private final WeChat weChat;
    private final WeChatProperties properties;
    private final People people;
    private final SignInTokens tokens;
    private final Allowances allowances;

    SignInWithWeChat(
            WeChat weChat, WeChatProperties properties, People people, SignInTokens tokens, Allowances allowances) {
        this.allowances = allowances;
        this.weChat = weChat;
        this.properties = properties;
        this.people = people;
        this.tokens = tokens;
    }

    Mono<SignInResult> signIn(Input input, Network network) {
        return allowances.take(Allowance.SIGN_INS, network).then(Mono.defer(() -> signIn(input)));
    }

    private Mono<SignInResult> signIn(Input input) {
        String appId = properties.appId();
        String secret = properties.secret();
        if (appId == null || appId.isBlank() || secret == null || secret.isBlank()) {
            return Mono.just(SignInRefused.WECHAT_NOT_CONFIGURED);
        }
        if (input.code().isBlank() || input.code().length() > LONGEST_CODE || !PlainText.isLine(input.code())) {
            return Mono.just(SignInRefused.WECHAT_CODE_INVALID);
        }
        return ask(appId, secret, input.code())
                .flatMap(answer -> answer.status() == BUSY ? ask(appId, secret, input.code()) : Mono.just(answer))
                .flatMap(this::signIn);
    }

    private Mono<CodeToSession> ask(String appId, String secret, String code) {
        return weChat.codeToSession(appId, secret, code)
                .timeout(properties.timeout())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("empty answer")))
                .onErrorMap(SignInWithWeChat::unavailable);
    }

    private Mono<SignInResult> signIn(CodeToSession answer) {
        String openid = answer.openid();
        return switch (answer.status()) {
            case 0 ->
                openid == null || openid.isBlank()
                        ? Mono.error(unavailable(new IllegalStateException("no openid")))
                        : people.ofWeChat(openid, answer.unionid())
                                .delayUntil(person -> allowances.take(Allowance.PERSON_SIGN_INS, person))
                                .flatMap(tokens::begin);
            case 40029 -> Mono.just(SignInRefused.WECHAT_CODE_INVALID);
            case 40163 -> Mono.just(SignInRefused.WECHAT_CODE_USED);
            case 45011 -> Mono.just(SignInRefused.WECHAT_RATE_LIMITED);
            case 40226 -> Mono.just(SignInRefused.WECHAT_USER_BLOCKED);
            case 40013, 40125, 41002, 41004 -> {
                LOG.error("WeChat does not accept the app id or the secret: errcode {}", answer.status());
                yield Mono.just(SignInRefused.WECHAT_NOT_CONFIGURED);
            }
            default -> {
                LOG.warn("WeChat sign-in failed: errcode {}", answer.status());
                yield Mono.error(Fault.of(FaultCode.UNAVAILABLE, "wechat-unavailable"));
            }
        };
    }

    /** Logs the kind of the failure only: its message may hold the address, and so the secret and the code. */
    static Fault unavailable(Throwable failure) {
        LOG.warn(
                "WeChat cannot be reached: {}",
                failure instanceof WebClientResponseException answer
                        ? answer.getStatusCode()
                        : failure.getClass().getSimpleName());
        return Fault.of(FaultCode.UNAVAILABLE, "wechat-unavailable");
    }
}
