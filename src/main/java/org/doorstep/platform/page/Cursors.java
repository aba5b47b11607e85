package org.doorstep.platform.page;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.doorstep.platform.crypto.Signatures;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Selected;
import org.springframework.stereotype.Component;

/**
 * Cursors that clients can neither rely on nor change: the sort values of a row, and a signature over them and the
 * name of the list.
 */
@Component
class Cursors {

    private static final String SEPARATOR = "\u001f";

    private final Signatures signatures;

    Cursors(Signatures signatures) {
        this.signatures = signatures;
    }

    String of(Order order, Selected row) {
        List<String> values = order.columns().stream()
                .map(column -> row.get(column).toString())
                .toList();
        byte[] payload = String.join(SEPARATOR, values).getBytes(StandardCharsets.UTF_8);
        byte[] signature = signatures.sign(signed(order, payload));
        ByteArrayOutputStream cursor = new ByteArrayOutputStream();
        cursor.write(signature.length);
        cursor.writeBytes(signature);
        cursor.writeBytes(payload);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.toByteArray());
    }

    /** The sort values in a cursor of this list; a {@code BAD_REQUEST} fault for any other text. */
    List<Object> values(Order order, String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            byte[] signature = new byte[Byte.toUnsignedInt(bytes.get())];
            bytes.get(signature);
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            if (!signatures.verify(signature, signed(order, payload))) {
                throw Fault.badRequest("page.cursor");
            }
            return parse(order.columns(), new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | BufferUnderflowException | DateTimeParseException e) {
            throw Fault.badRequest("page.cursor");
        }
    }

    private static byte[] signed(Order order, byte[] payload) {
        byte[] name = (order.name() + SEPARATOR).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + payload.length)
                .put(name)
                .put(payload)
                .array();
    }

    private static List<Object> parse(List<Column<?>> columns, String payload) {
        String[] texts = payload.split(SEPARATOR, -1);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(parse(columns.get(i).type(), texts[i]));
        }
        return values;
    }

    private static Object parse(Class<?> type, String text) {
        if (type == UUID.class) {
            return UUID.fromString(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == LocalDate.class) {
            return LocalDate.parse(text);
        }
        if (type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == String.class) {
            return text;
        }
        throw new IllegalStateException("A list cannot be sorted by " + type);
    }
}
