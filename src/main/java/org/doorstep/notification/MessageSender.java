package org.doorstep.notification;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.doorstep.identity.WeChatProperties;
import org.doorstep.identity.WeChatTokens;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends what is due by WeChat. Any number of instances share the messages: each claims some, asks WeChat without holding
 * a connection to the database, and records what became of them.
 */
@Component
class MessageSender {

    private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);
    private static final Duration WITHOUT_TOKEN = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final WeChatMessages weChat;
    private final WeChatTokens tokens;
    private final WeChatProperties account;
    private final MessageProperties properties;
    private final MessageTexts texts;
    private final Deliveries deliveries;
    private final Transactions transactions;
    private final MeterRegistry meters;
    private volatile Instant notBefore = Instant.MIN;

    MessageSender(
            WeChatMessages weChat,
            WeChatTokens tokens,
            WeChatProperties account,
            MessageProperties properties,
            MessageTexts texts,
            Deliveries deliveries,
            Transactions transactions,
            MeterRegistry meters) {
        this.weChat = weChat;
        this.tokens = tokens;
        this.account = account;
        this.properties = properties;
        this.texts = texts;
        this.deliveries = deliveries;
        this.transactions = transactions;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${doorstep.messages.every:1s}", initialDelayString = "${doorstep.messages.every:1s}")
    Mono<Void> keepUp() {
        if (!isConfigured() || Instant.now().isBefore(notBefore)) {
            return Mono.empty();
        }
        return Chores.chore("Sending messages", send());
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhetherItSends() {
        if (!isConfigured()) {
            LOG.info("消息暂存，不发送：未配置微信或模板 / Messages are kept and not sent: WeChat or its templates are not configured");
        }
    }

    private boolean isConfigured() {
        return account.configured() && !properties.configured().isEmpty();
    }

    /** Sends all that is due. */
    Mono<Void> send() {
        return round().expand(due -> due > 0 ? round() : Mono.empty()).then();
    }

    /** Gives how many messages were due, sent or not. Claims nothing while WeChat gives no token. */
    private Mono<Integer> round() {
        return tokens.value()
                .doOnError(failure -> notBefore = Instant.now().plus(WITHOUT_TOKEN))
                // who stops the server lets those messages finish that WeChat was asked to send
                .then(transactions.shielded(deliveries.claim().delayUntil(this::deliver)))
                .map(List::size);
    }

    private Mono<Void> deliver(List<Deliveries.Claimed> claimed) {
        return Flux.fromIterable(claimed)
                .flatMap(
                        message -> message.outgoing() == null
                                ? Mono.justOrEmpty(message.settled())
                                : deliver(message.outgoing()),
                        properties.atOnce())
                .doOnNext(this::count)
                .then();
    }

    private Mono<MessageState> deliver(Outgoing message) {
        SubscribeMessage content = texts.forWeChat(message);
        return attempt(content)
                .flatMap(outcome -> outcome.tokenRefused() ? attempt(content) : Mono.just(outcome))
                .flatMap(outcome -> deliveries.finish(message, outcome, pauseAfter(message.attempt())))
                .doOnNext(state -> tell(message, state));
    }

    private Mono<Outcome> attempt(SubscribeMessage content) {
        return tokens.value()
                .flatMap(token -> weChat.send(token, content)
                        .timeout(account.timeout())
                        .map(Outcome::of)
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("empty answer")))
                        .onErrorResume(failure -> Mono.just(Outcome.of(failure)))
                        .doOnNext(outcome -> {
                            if (outcome.tokenRefused()) {
                                tokens.refuse(token);
                            }
                        }))
                .onErrorResume(failure -> Mono.just(Outcome.withoutToken()));
    }

    /** Twice as long after each failure, and not at the same moment for all. */
    private Duration pauseAfter(int attempt) {
        long longest =
                Math.min(properties.firstPause().toMillis() << Math.min(attempt - 1, 20), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private void count(MessageState state) {
        meters.counter("doorstep.messages", "state", state.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private static void tell(Outgoing message, MessageState state) {
        if (state == MessageState.FAILED) {
            LOG.warn("Message {} was not sent after {} attempts", message.id(), message.attempt());
        }
    }
}
