package org.doorstep.platform.graphql;

import java.io.Serial;

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

    private Fault(FaultCode code, String key, Object... arguments) {
        super(code + " " + key, null, false, false);
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

    public FaultCode code() {
        return code;
    }

    public String key() {
        return key;
    }

    public Object[] arguments() {
        return arguments.clone();
    }
}
