package org.doorstep.family;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import org.doorstep.platform.crypto.BlindIndex;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keyed hashes of names and phones within one child's lists: equal values of two children differ. */
@Component
public class PersonIndex {

    private final BlindIndex blindIndex;

    PersonIndex(BlindIndex blindIndex) {
        this.blindIndex = blindIndex;
    }

    /** The same however the name is spaced, cased, or typed in full width. */
    public byte[] ofName(UUID child, String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\s·・]", "")
                .toLowerCase(Locale.ROOT);
        return blindIndex.of(plain, "custody.name:" + child);
    }

    /** Of the digits, without the country's +86. */
    public byte @Nullable [] ofPhone(UUID child, @Nullable String phone) {
        if (phone == null) {
            return null;
        }
        String digits = phone.replaceAll("\\D", "").replaceFirst("^(0086|86)(?=1\\d{10}$)", "");
        return blindIndex.of(digits, "custody.phone:" + child);
    }
}
