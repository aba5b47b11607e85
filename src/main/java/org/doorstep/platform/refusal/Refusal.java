package org.doorstep.platform.refusal;

import java.util.Locale;

/**
 * An expected answer of a mutation that is not the hoped-for one; nothing was changed. A record that implements it is
 * named as its GraphQL type, and that name is its code: {@code SessionFull} has the code {@code SESSION_FULL} and the
 * message {@code refusal.SESSION_FULL}.
 */
public interface Refusal {

    default String code() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** What fills the places {@code {0}}, {@code {1}} … of the message. */
    default Object[] messageArguments() {
        return new Object[0];
    }
}
