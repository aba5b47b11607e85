package org.doorstep.platform.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
class DatabaseTests {

    @Autowired
    DatabaseClient database;

    @Test
    void sessions_plan_once_and_give_up_in_time() {
        List<String> settings = List.of(
                "plan_cache_mode",
                "idle_in_transaction_session_timeout",
                "statement_timeout",
                "lock_timeout",
                "TimeZone");

        assertThat(settings.stream().map(this::setting))
                .containsExactly("force_generic_plan", "30s", "10s", "5s", "Asia/Shanghai");
    }

    @Test
    void a_chinese_word_has_trigrams() {
        Integer trigrams = database.sql("select cardinality(show_trgm('书法班'))")
                .mapValue(Integer.class)
                .one()
                .block();

        assertThat(trigrams).isEqualTo(4);
    }

    private String setting(String name) {
        return requireNonNull(database.sql("select current_setting($1)")
                .bind(0, name)
                .mapValue(String.class)
                .one()
                .block());
    }
}
