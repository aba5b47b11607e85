package org.doorstep.platform.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The end of a batch of the chain.
 *
 * @param position of the batch's last link
 * @param entry of that link
 * @param hash of that link, which stands for everything before it
 */
record Seal(long position, long entry, byte[] hash, Instant sealedAt) {

    static Seal of(Readable row) {
        return new Seal(
                required(row, "position", Long.class),
                required(row, "entry_id", Long.class),
                required(row, "hash", byte[].class),
                required(row, "sealed_at", Instant.class));
    }

    /** What is signed. */
    byte[] content() {
        return "audit-seal:%d:%d:%s:%d"
                .formatted(
                        position,
                        entry,
                        HexFormat.of().formatHex(hash),
                        ChronoUnit.MICROS.between(Instant.EPOCH, sealedAt))
                .getBytes(UTF_8);
    }
}
