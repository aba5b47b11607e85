package org.doorstep.platform.id;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.codec.base.BaseNCodec;
import com.github.f4b6a3.uuid.exception.InvalidUuidException;
import java.util.Optional;
import java.util.UUID;
import org.doorstep.platform.graphql.Fault;

/**
 * The kind of an id, written in TypeID's form: three letters, an underscore and a UUID as 26 characters of Crockford's
 * base 32, 30 characters in all.
 *
 * @see <a href="https://github.com/jetify-com/typeid/tree/main/spec">TypeID specification</a>
 */
public record IdType(String prefix) {

    private static final BaseNCodec BASE_32 = BaseNCodec.newInstance("0123456789abcdefghjkmnpqrstvwxyz");
    private static final int LENGTH = 26;

    public IdType {
        if (!prefix.matches("[a-z]{3}")) {
            throw new IllegalArgumentException("An id prefix has three lower-case letters: " + prefix);
        }
    }

    /** A new time-ordered UUID (version 7). */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    public String encode(UUID uuid) {
        return prefix + "_" + BASE_32.encode(uuid);
    }

    /** The UUID in an id of this kind; a {@code BAD_REQUEST} fault when the text is not one. */
    public UUID decode(String id) {
        return tryDecode(id).orElseThrow(() -> Fault.badRequest("id.malformed", prefix + "_"));
    }

    /** The UUID in an id of this kind, or empty when the text is of another kind or none. */
    public Optional<UUID> tryDecode(String id) {
        int start = prefix.length() + 1;
        // the 26 characters hold 130 bits: a first character above 7 would overflow the UUID
        if (id.length() != start + LENGTH
                || !id.startsWith(prefix + "_")
                || id.charAt(start) < '0'
                || id.charAt(start) > '7') {
            return Optional.empty();
        }
        try {
            return Optional.of(BASE_32.decode(id.substring(start)));
        } catch (InvalidUuidException e) {
            return Optional.empty();
        }
    }
}
