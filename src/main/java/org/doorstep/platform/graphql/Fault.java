package org.doorstep.platform.graphql;

import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client should not have asked, or the server cannot answer now. Becomes a GraphQL error with {@code
 * extensions.code} and the message {@code fault.<key>} in the language of the request. It carries no stack trace,
 * since nothing is broken.
 */
public final class Fault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final FaultCode code;
    private final String key;
    private final transient Object[] arguments;
    private final @Nullable Duration retryAfter;

    private Fault(FaultCode code, String key, Object... arguments) {
        this(null, code, key, arguments);
    }

    private Fault(@Nullable Duration retryAfter, FaultCode code, String key, Object... arguments) {
        super(code + " " + key, null, false, false);
        this.retryAfter = retryAfter;
        this.code = code;
        this.key = key;
        this.arguments = arguments;
    }

    public static Fault of(FaultCode code, String key, Object... arguments) {
        return new Fault(code, key, arguments);
    }

    public static Fault unauthenticated() {
        return new Fault(FaultCode.UNAUTHENTICATED, "unauthenticated");
    }

    public static Fault forbidden() {
        return new Fault(FaultCode.FORBIDDEN, "forbidden");
    }

    public static Fault notFound() {
        return new Fault(FaultCode.NOT_FOUND, "not-found");
    }

    public static Fault badRequest(String key, Object... arguments) {
        return new Fault(FaultCode.BAD_REQUEST, key, arguments);
    }

    /** Too much in too short a time; the same request may succeed after {@code retryAfter}, in full seconds. */
    public static Fault rateLimited(Duration retryAfter) {
        Duration rounded =
                Duration.ofSeconds(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
        return new Fault(rounded, FaultCode.RATE_LIMITED, "rate-limited", rounded.toSeconds());
    }

    public FaultCode code() {
        return code;
    }

    public String key() {
        return key;
    }

    /** What {@code extensions} says beside the code: {@code retryAfter}, in seconds, where it is known. */
    public Map<String, Object> extensions() {
        return retryAfter == null ? Map.of() : Map.of("retryAfter", retryAfter.toSeconds());
    }

    public Object[] arguments() {
        return arguments.clone();
    }
}
