package org.doorstep.platform.text;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Brings what people write in many ways to one form, to compare and to find it: full width and half width, large and
 * small, traditional and simplified are alike, and nothing is left of spaces, punctuation and what cannot be seen.
 *
 * <p>The database's function {@code fold_text} does the same. Whoever changes either gives {@code PersonIndex.VERSION} a new value.
 */
public final class Folding {

    private static final Map<Integer, Integer> SIMPLIFIED = Table.read("simplified.txt");
    private static final Map<Integer, Integer> LOOK_ALIKES = Table.read("look-alikes.txt");
    /** Dots that Unicode takes for symbols or letters. */
    private static final Set<Integer> DOTS = setOf("˙∙⋅•◦●○ꞏㆍ𐄁⸱᛫·‧・･．");

    private Folding() {}

    /** The form of a text that others are compared with; empty when there is nothing but spaces and punctuation. */
    public static String fold(String text) {
        return simplified(compatible(small(compatible(text))));
    }

    /**
     * As {@link #fold}, and the same for names that look alike, such as a Latin and a Cyrillic A, or a small L and a one.
     * Never empty for a text that is not.
     */
    public static String foldName(String name) {
        // twice, since a small letter may look like another one than its capital
        String folded = fold(seen(fold(seen(compatible(name)))))
                .replace('i', 'l')
                .replace('1', 'l')
                .replace('0', 'o');
        return folded.isEmpty() ? compatible(name).strip() : folded;
    }

    private static String simplified(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isLeftOut(c)).forEach(c -> kept.appendCodePoint(SIMPLIFIED.getOrDefault(c, c)));
        return kept.toString();
    }

    private static String seen(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().forEach(c -> seen.appendCodePoint(LOOK_ALIKES.getOrDefault(c, c)));
        return seen.toString();
    }

    /** Letter by letter, as the database does. */
    private static String small(String text) {
        StringBuilder small = new StringBuilder(text.length());
        text.codePoints().forEach(c -> small.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c))));
        return small.toString();
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    static boolean isLeftOut(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> Invisible.contains(character) || DOTS.contains(character);
        };
    }

    private static Set<Integer> setOf(String characters) {
        Set<Integer> set = new HashSet<>();
        characters.codePoints().forEach(set::add);
        return Set.copyOf(set);
    }
}
