package org.doorstep.platform.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MaskTests {

    @ParameterizedTest
    @CsvSource({
        "1, *",
        "12, *2",
        "123, **3",
        "1234, **34",
        "12345, ***45",
        "1234567, ****567",
        "12345678, ****5678",
        "13812345678, *******5678",
        "+8613812345678, +*********5678",
        "+86 138-1234-5678, +** ***-****-5678",
        "138-1234-56-78, ***-****-56-78"
    })
    void the_last_digits_are_shown(String phone, String masked) {
        assertThat(Mask.phone(phone)).isEqualTo(masked);
    }

    @Test
    void nothing_stands_for_no_phone() {
        assertThat(Mask.phone(null)).isNull();
    }

    static Stream<String> phones() {
        String digits = "98765432109876543210";
        return Stream.iterate(1, length -> length <= 20, length -> length + 1)
                .map(length -> digits.substring(0, length))
                .flatMap(plain -> Stream.of(
                        plain,
                        "+" + plain,
                        plain.replaceAll("(\\d{3})(?=\\d)", "$1-"),
                        plain.replaceAll("(\\d{4})(?=\\d)", "$1 "),
                        "+" + plain.replaceAll("(\\d{2})(?=\\d)", "$1 - ")));
    }

    @ParameterizedTest
    @MethodSource("phones")
    void never_more_than_half_of_the_digits_is_shown_and_nothing_is_added(String phone) {
        String masked = String.valueOf(Mask.phone(phone));
        assertThat(masked).hasSameSizeAs(phone);
        assertThat(digitsOf(masked)).isEqualTo(Math.min(4, digitsOf(phone) / 2));
        for (int i = 0; i < phone.length(); i++) {
            assertThat(masked.charAt(i)).isIn('*', phone.charAt(i));
        }
    }

    private static long digitsOf(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    @Test
    void only_the_first_character_of_a_name_is_shown() {
        assertThat(Stream.of("王", "王梅", "王小梅", "欧阳小梅", "Ann Lee", "𠮷田").map(Mask::name))
                .isEqualTo(List.of("*", "王*", "王**", "欧***", "A******", "𠮷*"));
    }
}
