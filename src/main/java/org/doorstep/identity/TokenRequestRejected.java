package org.doorstep.identity;

import java.io.Serial;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** A token request that fails, with an error code of RFC 6749, section 5.2. */
final class TokenRequestRejected extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final String error;
    private final Duration retryAfter;

    private TokenRequestRejected(HttpStatus status, String error, Duration retryAfter) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    static TokenRequestRejected badRequest(String error) {
        return new TokenRequestRejected(HttpStatus.BAD_REQUEST, error, Duration.ZERO);
    }

    static TokenRequestRejected invalidClient() {
        return new TokenRequestRejected(HttpStatus.UNAUTHORIZED, "invalid_client", Duration.ZERO);
    }

    static TokenRequestRejected tooManyAttempts(Duration retryAfter) {
        return new TokenRequestRejected(HttpStatus.TOO_MANY_REQUESTS, "temporarily_unavailable", retryAfter);
    }

    HttpStatus status() {
        return status;
    }

    String error() {
        return error;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
