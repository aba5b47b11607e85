package org.doorstep.platform.personal;

import org.jspecify.annotations.Nullable;

/** What is shown of a phone or a name to who may not see it: as long as the original, and never more than half of it. */
public final class Mask {

    private static final int MOST_DIGITS = 4;
    private static final char HIDDEN = '*';

    private Mask() {}

    /** The last digits, four at most and half of them at most; signs between digits stay where they are. */
    public static @Nullable String phone(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        int[] characters = phone.codePoints().toArray();
        long digits = phone.codePoints().filter(Character::isDigit).count();
        long shown = Math.min(MOST_DIGITS, digits / 2);
        for (int i = characters.length - 1; i >= 0; i--) {
            if (Character.isDigit(characters[i]) && shown > 0) {
                shown--;
            } else if (!isSign(characters[i])) {
                characters[i] = HIDDEN;
            }
        }
        return new String(characters, 0, characters.length);
    }

    /** The first character; nothing of a name that has only one. */
    public static String name(String name) {
        int[] characters = name.codePoints().toArray();
        for (int i = characters.length > 1 ? 1 : 0; i < characters.length; i++) {
            characters[i] = HIDDEN;
        }
        return new String(characters, 0, characters.length);
    }

    private static boolean isSign(int character) {
        return character == '+' || character == '-' || character == ' ';
    }
}
