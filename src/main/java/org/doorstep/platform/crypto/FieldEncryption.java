package org.doorstep.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/** AES-256-GCM. Each value carries the id of its key, and opens only with the context it was sealed for. */
public final class FieldEncryption {

    private final Aead aead;

    FieldEncryption(Aead aead) {
        this.aead = aead;
    }

    /**
     * Encrypts {@code plain}; the same text gives another result each time.
     *
     * @param context where the value belongs, such as {@code child.name:} and the row's id; not secret
     */
    public byte[] encrypt(String plain, String context) {
        try {
            return aead.encrypt(plain.getBytes(UTF_8), context.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens what {@link #encrypt} returned for the same context.
     *
     * @throws IllegalStateException when the value was changed, moved from another row, or sealed with an unknown key
     */
    public String decrypt(byte[] sealed, String context) {
        try {
            return new String(aead.decrypt(sealed, context.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A sealed value does not open in its context", e);
        }
    }
}
