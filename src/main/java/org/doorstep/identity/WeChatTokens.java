package org.doorstep.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.doorstep.identity.WeChat.StableToken;
import org.doorstep.identity.WeChat.StableTokenRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** The token that WeChat wants with most requests: asked for once for all who wait, and anew before it ends. */
@Component
public class WeChatTokens {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatTokens.class);
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

    private record Token(String value, Instant renewAt) {}

    private final WeChat weChat;
    private final WeChatProperties properties;
    private final AtomicReference<@Nullable String> refused = new AtomicReference<>();
    private final Mono<Token> current;

    WeChatTokens(WeChat weChat, WeChatProperties properties) {
        this.weChat = weChat;
        this.properties = properties;
        this.current = Mono.defer(this::renew)
                .cacheInvalidateIf(token ->
                        token.value().equals(refused.get()) || !Instant.now().isBefore(token.renewAt()));
    }

    public Mono<String> value() {
        return current.map(Token::value);
    }

    /** WeChat does not accept this token any more: the next who asks gets another one. */
    public void refuse(String token) {
        refused.set(token);
    }

    /** Asks for the token that all servers share; only where that is the refused one, for a new one. */
    private Mono<Token> renew() {
        String old = refused.get();
        return ask(false).flatMap(token -> token.value().equals(old) ? ask(true) : Mono.just(token));
    }

    private Mono<Token> ask(boolean force) {
        String appId = properties.appId();
        String secret = properties.secret();
        if (appId == null || secret == null) {
            return Mono.error(() -> new IllegalStateException("The mini-program is not configured"));
        }
        return weChat.stableToken(new StableTokenRequest(appId, secret, force))
                .timeout(properties.timeout())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("empty answer")))
                .onErrorMap(WeChatTokens::unavailable)
                .map(WeChatTokens::tokenOf);
    }

    private static Token tokenOf(StableToken answer) {
        String value = answer.accessToken();
        if (answer.status() != 0 || value == null || value.isBlank()) {
            LOG.warn("WeChat gives no token: errcode {}", answer.status());
            throw new IllegalStateException("WeChat gives no token: errcode " + answer.status());
        }
        Duration life = Duration.ofSeconds(answer.expiresIn() == null ? 0 : answer.expiresIn());
        Duration most = life.minus(BEFORE_THE_END);
        Duration half = life.dividedBy(2);
        return new Token(value, Instant.now().plus(most.compareTo(half) > 0 ? most : half));
    }

    /** Keeps the kind of the failure only: its message may hold what was asked. */
    private static Throwable unavailable(Throwable failure) {
        String kind = failure instanceof WebClientResponseException answer
                ? answer.getStatusCode().toString()
                : failure.getClass().getSimpleName();
        LOG.warn("WeChat cannot be reached for a token: {}", kind);
        return new IllegalStateException("WeChat cannot be reached: " + kind);
    }
}
