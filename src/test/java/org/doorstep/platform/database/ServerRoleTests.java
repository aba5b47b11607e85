package org.doorstep.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.doorstep.PostgresForTests;
import org.doorstep.SampleDataTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@SampleDataTest
class ServerRoleTests {

    @Autowired
    DatabaseClient database;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set actor = null",
                "delete from audit_entry",
                "truncate audit_entry",
                "update audit_link set position = position",
                "delete from audit_link",
                "update audit_seal set sealed_at = now()",
                "delete from audit_seal",
                "select * from flyway_schema_history"
            })
    void what_was_recorded_cannot_be_changed(String sql) {
        assertThatThrownBy(() -> run(sql)).hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table session drop constraint session_seats",
                "alter table audit_entry disable trigger all",
                "drop index booking_once",
                "create or replace function audit_refuse() returns trigger language plpgsql as 'begin return old; end'"
            })
    void guards_cannot_be_taken_away(String sql) {
        assertThatThrownBy(() -> run(sql))
                .hasMessageMatching("(?s).*(must be owner of|permission denied for schema).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset role", "set role none", "reset session authorization"})
    void nothing_gives_the_owner_back(String sql) {
        run(sql);

        guards_cannot_be_taken_away("alter table session drop constraint session_seats");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"set role postgres", "set session authorization postgres", "grant postgres to current_user"})
    void the_owner_cannot_be_taken(String sql) {
        assertThatThrownBy(() -> run(sql)).hasMessageMatching("(?s).*permission denied.*");
    }

    /** What the login is for: with a role taken for the while, a statement gives the owner back. */
    @Test
    void a_role_that_was_only_taken_can_be_put_down() throws SQLException {
        try (Connection owner = PostgresForTests.fresh().connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("set role doorstep_server");
            statement.execute("reset role");

            statement.execute("alter table audit_entry disable trigger all");

            owner.rollback();
        }
    }

    @Test
    void every_other_table_can_be_read_and_written() {
        List<String> refused = database.sql("""
                        select t.relname || ' ' || p.privilege
                        from pg_class t
                        cross join unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
                        where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'
                          and t.relname not in ('flyway_schema_history', 'audit_entry', 'audit_link', 'audit_seal')
                          and not has_table_privilege('doorstep_server', t.oid, p.privilege)
                        order by 1
                        """)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(refused).isEmpty();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
