package org.doorstep.platform.crypto;

import com.google.crypto.tink.Mac;
import java.security.GeneralSecurityException;

/** HMAC-SHA256 signatures of what clients hold for us, such as cursors. */
public final class Signatures {

    private final Mac mac;

    Signatures(Mac mac) {
        this.mac = mac;
    }

    /** 37 bytes: the key's id and the tag. */
    public byte[] sign(byte[] content) {
        try {
            return mac.computeMac(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether {@link #sign} made this signature of this content. Any other bytes give false. */
    public boolean verify(byte[] signature, byte[] content) {
        try {
            mac.verifyMac(signature, content);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
