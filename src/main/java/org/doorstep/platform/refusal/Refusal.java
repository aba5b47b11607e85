package org.doorstep.platform.refusal;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;

/**
 * An expected answer of a mutation that is not the hoped-for one; nothing changed, unless the refusal says so. A record that implements it is
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

    /** What fills the places {@code {0}}, {@code {1}} … of the message: the values marked {@link InMessage}. */
    default Object[] messageArguments() {
        return Arrays.stream(getClass().getRecordComponents())
                .filter(component -> component.isAnnotationPresent(InMessage.class))
                .map(this::valueOf)
                .toArray();
    }

    private Object valueOf(RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
