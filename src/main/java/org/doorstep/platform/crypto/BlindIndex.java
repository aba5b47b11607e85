package org.doorstep.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Mac;
import java.security.GeneralSecurityException;

/** HMAC-SHA256 of a value that is stored encrypted, to find it by equality. */
public final class BlindIndex {

    private final Mac mac;

    BlindIndex(Mac mac) {
        this.mac = mac;
    }

    /**
     * 37 bytes, the same for the same arguments.
     *
     * @param context what is indexed, such as {@code identity.openid}: equal values of two contexts differ
     */
    public byte[] of(String plain, String context) {
        try {
            return mac.computeMac((context.length() + ":" + context + plain).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
