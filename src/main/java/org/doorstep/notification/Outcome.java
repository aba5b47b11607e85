package org.doorstep.notification;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import org.doorstep.notification.WeChatMessages.SendResult;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * What became of an attempt to send.
 *
 * @param errcode WeChat's answer, null without one
 */
record Outcome(Verdict verdict, @Nullable Integer errcode) {

    private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 40014, 42001);
    private static final Set<Integer> BUSY = Set.of(-1, 45009, 45011);

    /** The database knows the same names. */
    enum Verdict {
        SENT,
        /** The person has allowed no more messages by this template. */
        NO_CREDIT,
        BAD_ACCOUNT,
        /** It would be refused again. */
        REJECTED,
        /** Surely not sent. */
        TRY_AGAIN,
        /** Sent or not. */
        UNKNOWN
    }

    static Outcome of(SendResult result) {
        int code = result.status();
        if (code == 0) {
            return new Outcome(Verdict.SENT, code);
        }
        if (code == 43101) {
            return new Outcome(Verdict.NO_CREDIT, code);
        }
        if (code == 40003) {
            return new Outcome(Verdict.BAD_ACCOUNT, code);
        }
        return new Outcome(
                BUSY.contains(code) || TOKEN_REFUSED.contains(code) ? Verdict.TRY_AGAIN : Verdict.REJECTED, code);
    }

    /** Of a request without a readable answer. What never reached WeChat, or what it could not serve, is surely not sent. */
    static Outcome of(Throwable failure) {
        boolean answered = failure instanceof WebClientResponseException answer
                && !answer.getStatusCode().is2xxSuccessful();
        boolean unconnected = failure instanceof WebClientRequestException request
                && (request.getCause() instanceof ConnectException
                        || request.getCause() instanceof UnknownHostException);
        return new Outcome(answered || unconnected ? Verdict.TRY_AGAIN : Verdict.UNKNOWN, null);
    }

    static Outcome withoutToken() {
        return new Outcome(Verdict.TRY_AGAIN, null);
    }

    boolean tokenRefused() {
        return errcode != null && TOKEN_REFUSED.contains(errcode);
    }
}
