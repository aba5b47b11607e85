package org.doorstep.platform.audit;

import java.time.Instant;
import java.util.HexFormat;

/**
 * The newest seal as it is kept outside of the database, where who can change the database cannot reach it.
 *
 * @param hash of the seal's link, as hexadecimal digits
 * @param signature of the seal, as hexadecimal digits; its key is in neither place
 */
record OutsideHead(long position, long entry, String hash, Instant sealedAt, String signature) {

    static OutsideHead of(Seal seal, byte[] signature) {
        HexFormat hex = HexFormat.of();
        return new OutsideHead(
                seal.position(), seal.entry(), hex.formatHex(seal.hash()), seal.sealedAt(), hex.formatHex(signature));
    }

    Seal seal() {
        return new Seal(position, entry, HexFormat.of().parseHex(hash), sealedAt);
    }

    byte[] signatureBytes() {
        return HexFormat.of().parseHex(signature);
    }
}
