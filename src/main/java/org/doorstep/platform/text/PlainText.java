package org.doorstep.platform.text;

import java.util.regex.Pattern;

/**
 * Whether a text shows all that is in it. Refused are control and format characters, those that turn the direction of what
 * stands around them, halves of surrogate pairs, and what cannot be seen. A selector may follow the character whose form
 * it selects, and a joiner may stand within an emoji.
 */
public final class PlainText {

    private static final int JOINER = 0x200D;
    private static final int EMOJI_FORM = 0xFE0F;
    private static final int BLANK_BRAILLE = 0x2800;
    /** What a decoder puts where it lost a character. */
    private static final int REPLACEMENT = 0xFFFD;

    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private PlainText() {}

    /** Whether the text can stand on one line, such as a name; an empty one can. */
    public static boolean isLine(String text) {
        return isPlain(text, false);
    }

    /** Whether the text is one of several lines; lines end in {@code \n} or {@code \r\n}, and tabs may stand in them. */
    public static boolean isText(String text) {
        return isPlain(text, true);
    }

    /** Whether the text has half a surrogate pair, which no encoding can carry. */
    public static boolean isBroken(String text) {
        return HALF.matcher(text).find();
    }

    private static boolean isPlain(String text, boolean multiline) {
        int[] characters = text.codePoints().toArray();
        boolean visible = characters.length == 0;
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            int before = i == 0 ? ' ' : characters[i - 1];
            int after = i + 1 == characters.length ? ' ' : characters[i + 1];
            if (!(multiline && isLayout(character, after)) && !isAllowed(before, character, after)) {
                return false;
            }
            visible |= isVisible(character);
        }
        return visible;
    }

    private static boolean isLayout(int character, int after) {
        return character == '\n' || character == '\t' || character == '\r' && after == '\n';
    }

    private static boolean isAllowed(int before, int character, int after) {
        if (Invisible.isSelector(character)) {
            return isVisible(before);
        }
        if (character == JOINER) {
            return (isPicture(before) || before == EMOJI_FORM) && isPicture(after);
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !Invisible.contains(character) && !isNoCharacter(character);
        };
    }

    private static boolean isVisible(int character) {
        return character != BLANK_BRAILLE
                && !Invisible.contains(character)
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.SPACE_SEPARATOR,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK -> false;
                    default -> true;
                };
    }

    /** Symbols, and what this Java does not know yet among the pictures. */
    private static boolean isPicture(int character) {
        int type = Character.getType(character);
        return type == Character.OTHER_SYMBOL
                || type == Character.MATH_SYMBOL
                || character >= 0x1F000 && character <= 0x1FAFF;
    }

    private static boolean isNoCharacter(int character) {
        return character == REPLACEMENT || (character & 0xFFFE) == 0xFFFE || character >= 0xFDD0 && character <= 0xFDEF;
    }
}
