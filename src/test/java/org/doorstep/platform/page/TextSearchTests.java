package org.doorstep.platform.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.text.Folding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
class TextSearchTests {

    @Autowired
    DatabaseClient database;

    @ParameterizedTest
    @ValueSource(strings = {"松枫社区驿站", "松楓·社區", "ＣＡＮ　ＢＡＲ", "哈哈哈哈", "𠮷野家", "𠮷𠮷", "Ærø Straße ΣΊΣΥΦΟΣ", "한글 김"})
    void what_is_looked_for_is_cut_as_the_database_cuts_what_it_finds(String text) {
        String[] pairs = database.sql("select bigrams(:text)")
                .bind("text", text)
                .mapValue(String[].class)
                .one()
                .block();
        assertThat(TextSearch.pairs(Folding.fold(text))).containsExactlyInAnyOrder(pairs);
    }

    @Test
    void one_character_has_no_pair() {
        assertThat(TextSearch.pairs("松")).isEmpty();
        assertThat(TextSearch.pairs("𠮷")).isEmpty();
    }

    /** A function of a parameter is worked out again for each row in a plan that serves every value. */
    @Test
    void the_database_folds_nothing_while_it_searches() {
        for (String text : List.of("松", "松枫社区")) {
            Where where = new Where();
            TextSearch.contains(where, text);
            assertThat(where.sql()).doesNotContain("fold_text", "bigrams");
        }
    }
}
