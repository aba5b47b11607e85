package org.doorstep.platform.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;

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
                Objects.requireNonNull(row.get("position", Long.class)),
                Objects.requireNonNull(row.get("entry_id", Long.class)),
                Objects.requireNonNull(row.get("hash", byte[].class)),
                Objects.requireNonNull(row.get("sealed_at", Instant.class)));
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
