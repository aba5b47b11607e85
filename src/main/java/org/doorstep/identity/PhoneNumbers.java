package org.doorstep.identity;

import java.text.Normalizer;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How phone numbers are kept. */
public final class PhoneNumbers {

    private static final String CHINA = "86";
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().-]+");
    private static final Pattern OF_CHINA = Pattern.compile("(?:\\+86|0086)0?([1-9][0-9]{8,10})");
    private static final Pattern ABROAD = Pattern.compile("(?:\\+|00)([1-9][0-9]{6,14})");
    private static final Pattern MOBILE = Pattern.compile("1[0-9]{10}");
    private static final Pattern LANDLINE = Pattern.compile("0[1-9][0-9]{8,10}");

    private PhoneNumbers() {}

    /** Where the encrypted phone of a person belongs. */
    public static String context(UUID person) {
        return "person.phone:" + person;
    }

    /**
     * The one form of a number however it is typed: in China as it is dialled there, 13800000001 or 057300000001; of
     * elsewhere with the country's code, +85200000000. Null when it is none.
     */
    public static @Nullable String normal(String phone) {
        String plain = SEPARATORS
                .matcher(Normalizer.normalize(phone, Normalizer.Form.NFKC))
                .replaceAll("");
        Matcher china = OF_CHINA.matcher(plain);
        if (china.matches()) {
            String number = china.group(1);
            plain = MOBILE.matcher(number).matches() ? number : "0" + number;
        }
        if (MOBILE.matcher(plain).matches() || LANDLINE.matcher(plain).matches()) {
            return plain;
        }
        Matcher abroad = ABROAD.matcher(plain);
        return abroad.matches() && !abroad.group(1).startsWith(CHINA) ? "+" + abroad.group(1) : null;
    }
}
