package org.doorstep.platform.text;

/** The characters of Unicode's {@code Default_Ignorable_Code_Point}, which Java does not know as such. */
final class Invisible {

    private static final int[][] RANGES = {
        {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}
    };

    private Invisible() {}

    static boolean contains(int character) {
        for (int[] range : RANGES) {
            if (character <= range[1]) {
                return character >= range[0];
            }
        }
        return false;
    }

    /** Selects a form of the character before it: of emoji, of Chinese characters in names, of Mongolian letters. */
    static boolean isSelector(int character) {
        return character >= 0xFE00 && character <= 0xFE0F
                || character >= 0xE0100 && character <= 0xE01EF
                || character >= 0x180B && character <= 0x180F;
    }
}
