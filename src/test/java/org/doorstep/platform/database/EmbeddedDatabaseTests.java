package org.doorstep.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTests {

    @Test
    void what_was_written_is_there_after_a_restart(@TempDir Path home) throws SQLException {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(home);
                Connection connection = connect(first);
                var statement = connection.createStatement()) {
            statement.execute("create table kept (word text)");
            statement.execute("insert into kept values ('家门口')");
        }

        try (EmbeddedDatabase again = EmbeddedDatabase.start(home);
                Connection connection = connect(again);
                var row = connection.createStatement().executeQuery("select word, length(word) from kept")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("家门口");
            assertThat(row.getInt(2)).isEqualTo(3);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        DatabaseAddress address = database.address();
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(address.host(), address.port(), address.database()),
                address.user(),
                address.password());
    }
}
