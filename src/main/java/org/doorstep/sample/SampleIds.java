package org.doorstep.sample;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;

/** Ids made from readable keys, so that an id in an example is the same on every machine. */
final class SampleIds {

    private static final UUID NAMESPACE = UUID.fromString("019ab0c4-7d00-7000-8000-330482330482");

    private SampleIds() {}

    /** The id (version 5) of the row of {@code table} that people know by {@code key}. */
    static UUID of(String table, String key) {
        return UuidCreator.getNameBasedSha1(NAMESPACE, table + ":" + key);
    }

    /** As {@link #of}, in the form of version 7, so that rows sort by {@code time}. */
    static UUID at(Instant time, String table, String key) {
        UUID name = of(table, key);
        long high = time.toEpochMilli() << 16 | 0x7000 | name.getMostSignificantBits() >>> 52;
        return new UUID(high, name.getLeastSignificantBits());
    }

    /** A number from 0 to {@code bound - 1} that looks random and is the same each time. */
    static int choice(int bound, String key) {
        return (int) Math.floorMod(of("choice", key).getLeastSignificantBits(), (long) bound);
    }
}
