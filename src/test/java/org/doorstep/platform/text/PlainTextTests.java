package org.doorstep.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.UnicodeSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "小满",
                "艾力·买买提",
                "Zoë O'Neill",
                "𠮷野家",
                "葛\uDB40\uDD00城",
                "☀\uFE0F",
                "👨\u200D👩\u200D👧",
                "👩🏽\u200D⚕\uFE0F",
                "ئەلى",
                "ᠮᠣᠩᠭᠣᠯ\u180Bᠬᠡᠯᠡ",
                "e\u0301",
                "5 + X"
            })
    void what_can_be_seen_may_stand_on_a_line(String text) {
        assertThat(PlainText.isLine(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "小\u0000满", "小\u001B[31m满", "小\n满", "小\t满", "小\u0085满", "小\u2028满", "小\u200B满", "\u200B\u2060",
                        "\u3164", "\uFEFF小",
                "\u00AD", "满\u202E小", "满\u2066小", "\u200F小", "\u061C小", "小\uD842", "\uDFB7满", "\u200D小", "小\u200D满",
                        "\uFE0F",
                " \uFE0F", "\u2800", "\u00A0", "\u0301", "\uFFFD", "\uFFFE", "小\uDB40\uDC41", "\u115F"
            })
    void what_cannot_be_seen_may_not(String text) {
        assertThat(PlainText.isLine(text)).isFalse();
    }

    @Test
    void a_text_has_line_breaks_and_tabs_and_nothing_else() {
        assertThat(PlainText.isText("一\n二\r\n\t三")).isTrue();
        assertThat(List.of("一\r二", "一\u000B二", "一\u2029二", "一\u202E二", "\u200B", "一\u0000"))
                .noneMatch(PlainText::isText);
    }

    @Test
    void invisible_is_what_unicode_says() {
        UnicodeSet unicode = new UnicodeSet("[:Default_Ignorable_Code_Point:]");
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> Invisible.contains(c) != unicode.contains(c)))
                .isEmpty();
    }

    @Test
    void no_character_that_unicode_calls_a_bidirectional_control_passes() {
        UnicodeSet controls = new UnicodeSet("[:Bidi_Control:]");
        assertThat(controls.size()).isEqualTo(12);
        for (String control : controls) {
            assertThat(PlainText.isLine("小" + control + "满")).isFalse();
            assertThat(PlainText.isText("小" + control + "满")).isFalse();
        }
    }
}
