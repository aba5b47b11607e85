package org.doorstep.identity;

import java.io.Serial;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.springframework.security.core.AuthenticationException;

/** A request carries a token that does not count. */
class TokenRejected extends AuthenticationException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;

    TokenRejected(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    static Fault faultOf(Reason reason) {
        return Fault.of(FaultCode.UNAUTHENTICATED, reason == Reason.TOKEN_EXPIRED ? "token-expired" : "token-invalid");
    }

    /** {@code extensions.reason} of the error: an expired token may be refreshed, any other needs a new sign-in. */
    enum Reason {
        TOKEN_EXPIRED,
        TOKEN_INVALID
    }
}
