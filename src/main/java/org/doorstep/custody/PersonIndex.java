package org.doorstep.custody;

import java.text.Normalizer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.text.Folding;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keyed hashes of names and phones within one child's lists: equal values of two children differ. */
@Component
public class PersonIndex {

    /** Which folding the indexes are of. A new one indexes what is stored anew, see {@link IndexAnew}. */
    static final int VERSION = 2;

    /** The country's 86, the 0 before an area or a mobile number, and what some dial to pay less. */
    private static final Pattern ACCESS =
            Pattern.compile("^(?:(?:00)?86(?=0?[1-9]\\d{9,10}$)|179(?:09|11|51)(?=1\\d{10}$)|12593(?=1\\d{10}$))?0*");

    private final BlindIndex blindIndex;

    PersonIndex(BlindIndex blindIndex) {
        this.blindIndex = blindIndex;
        // reads its tables now, and not on the event loop of whoever comes first
        Folding.fold("");
    }

    /** The same for names that {@link Folding} takes for one. */
    public byte[] ofName(UUID child, String name) {
        return blindIndex.of(Folding.foldName(name), "custody.name:" + child);
    }

    /** Of the digits, without what is dialled before a number of China to reach it from elsewhere. */
    public byte @Nullable [] ofPhone(UUID child, @Nullable String phone) {
        return phone == null ? null : blindIndex.of(digits(phone), "custody.phone:" + child);
    }

    static String digits(String phone) {
        String digits = Normalizer.normalize(phone, Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isDigit)
                .map(digit -> '0' + Character.digit(digit, 10))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return ACCESS.matcher(digits).replaceFirst("");
    }
}
