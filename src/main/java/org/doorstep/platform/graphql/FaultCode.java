package org.doorstep.platform.graphql;

/** The stable values of {@code extensions.code} on a GraphQL error. */
public enum FaultCode {
    UNAUTHENTICATED(false),
    FORBIDDEN(false),
    NOT_FOUND(false),
    BAD_REQUEST(false),
    TOO_EXPENSIVE(false),
    RATE_LIMITED(true),
    CONFLICT(true),
    UNAVAILABLE(true),
    INTERNAL(false);

    private final boolean retryable;

    FaultCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same request may succeed a little later. */
    public boolean retryable() {
        return retryable;
    }
}
