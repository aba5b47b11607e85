package org.doorstep.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
class FoldingTests {

    @Autowired
    DatabaseClient database;

    @ParameterizedTest
    @CsvSource({
        "'CAN\u200BBAR', 'canbar'",
        "'ＣＡＮ　ＢＡＲ', 'canbar'",
        "'can\u00A0bar', 'canbar'",
        "'Can\u2060Bar\uFEFF', 'canbar'",
        "'艾力·买买提', '艾力买买提'",
        "'艾力•买买提', '艾力买买提'",
        "'艾力‧买买提', '艾力买买提'",
        "'艾力⋅买买提', '艾力买买提'",
        "'艾力.买买提', '艾力买买提'",
        "'艾力．买买提', '艾力买买提'",
        "'艾力・买买提', '艾力买买提'",
        "'艾力・買買提', '艾力买买提'",
        "'張 國 榮', '张国荣'",
        "'\u2F08', '人'",
        "'葛\uDB40\uDD00', '葛'",
        "'ΣΊΣΥΦΟΣ', 'σίσυφοσ'"
    })
    void one_name_has_one_form(String written, String form) {
        assertThat(Folding.fold(written)).isEqualTo(form);
        assertThat(text("select fold_text('" + written + "')")).isEqualTo(form);
    }

    @Test
    void names_that_look_alike_are_one() {
        for (String alike : List.of("CAN BAR", "CАN BАR", "СAN ВAR", "Ｃan·bar", "𝐂𝐀𝐍 𝐁𝐀𝐑", "can\u200Dbar")) {
            assertThat(Folding.foldName(alike)).isEqualTo("canbar");
        }
        assertThat(Folding.foldName("AIi")).isEqualTo(Folding.foldName("Ali")).isEqualTo("all");
        assertThat(Folding.foldName("王ロ")).isEqualTo(Folding.foldName("王口"));
        assertThat(Folding.foldName("НИНА")).isEqualTo(Folding.foldName("нина"));
    }

    @Test
    void names_that_differ_are_two() {
        assertThat(List.of("王土", "王士", "李某", "李某某", "张三", "张三丰", "Anna", "Hanna").stream()
                        .map(Folding::foldName)
                        .distinct())
                .hasSize(8);
        assertThat(Folding.foldName("·")).isEqualTo("·");
        assertThat(Folding.foldName("★")).isNotEqualTo(Folding.foldName("☆"));
    }

    @Test
    void folding_twice_changes_nothing() {
        assertThat(IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .mapToObj(Character::toString)
                        .filter(c -> !Folding.fold(Folding.fold(c)).equals(Folding.fold(c))
                                || !Folding.foldName(Folding.foldName(c)).equals(Folding.foldName(c))))
                .isEmpty();
    }

    /** The tables were made from the library, and are compared with it when either changes. */
    @Test
    void traditional_characters_are_those_of_icu() {
        Transliterator simplify = Transliterator.getInstance("Traditional-Simplified");
        Normalizer2 compatible = Normalizer2.getNFKCInstance();
        Map<String, String> differing = new HashMap<>();
        int[] pairs = {0};
        for (String character : new UnicodeSet("[:Ideographic:]")) {
            String simplified = simplify.transliterate(character);
            if (compatible.isNormalized(character)
                    && compatible.isNormalized(simplified)
                    && !simplified.equals(character)) {
                pairs[0]++;
                if (!Folding.fold(simplified).equals(Folding.fold(character))) {
                    differing.put(character, simplified);
                }
            }
        }
        assertThat(differing).isEmpty();
        assertThat(pairs[0]).isEqualTo(3080);
    }

    @Test
    void look_alikes_are_those_of_icu() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        TreeSet<String> missed = new TreeSet<>();
        int found = 0;
        for (String letter : new UnicodeSet("[[:L:]-[:Ideographic:]-[:Hangul:]-[\\u0000-\\u007f]]")) {
            String skeleton = checker.getSkeleton(letter);
            if (!skeleton.equals(letter)
                    && Normalizer2.getNFKCInstance().isNormalized(letter)
                    && (skeleton.matches("[A-Za-z]")
                            || skeleton.length() == 1
                                    && UCharacter.hasBinaryProperty(skeleton.charAt(0), UProperty.IDEOGRAPHIC))) {
                found++;
                if (!Folding.foldName(letter).equals(Folding.foldName(skeleton))) {
                    missed.add(letter + skeleton);
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(found).isBetween(300, 700);
    }

    /** What the database searches by and keeps single is what Java compares, for every character of the planes in use. */
    @Test
    void the_database_folds_as_java_does() {
        Map<Integer, String> folded = database.sql("""
                        select c, fold_text(chr(c)) from generate_series(1, 205743) c
                        where c not between 55296 and 57343 and not (c & 65535) in (65534, 65535)
                        """)
                .map(row -> Map.entry(row.get(0, Integer.class), row.get(1, String.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .block();
        List<String> differing = folded.entrySet().stream()
                .filter(row -> Character.isDefined(row.getKey()))
                .filter(row -> !Folding.fold(Character.toString(row.getKey())).equals(row.getValue()))
                .map(row -> "%04x %s %s"
                        .formatted(row.getKey(), Folding.fold(Character.toString(row.getKey())), row.getValue()))
                .toList();
        assertThat(differing).isEmpty();
        assertThat(folded).hasSizeGreaterThan(200_000);
    }

    private String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }
}
