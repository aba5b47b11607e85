package org.doorstep.platform.graphql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes of JSON an answer takes, without writing it: a text that stands in a thousand places is one in memory. */
final class AnswerSize {

    private static final int PUNCTUATION = 4;
    private static final int NUMBER = 8;

    private AnswerSize() {}

    /** In bytes, as exact as escapes and numbers allow; counted no further than {@code enough}. */
    static long of(@Nullable Object value, long enough) {
        long size = PUNCTUATION;
        if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                size += PUNCTUATION + entry.getKey().toString().length() + of(entry.getValue(), enough - size);
                if (size > enough) {
                    return size;
                }
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                size += of(item, enough - size);
                if (size > enough) {
                    return size;
                }
            }
        } else if (value instanceof String text) {
            size += bytesOf(text);
        } else {
            size += NUMBER;
        }
        return size;
    }

    private static long bytesOf(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
        return bytes;
    }
}
