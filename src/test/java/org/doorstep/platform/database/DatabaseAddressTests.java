package org.doorstep.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doorstep.platform.launch.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db.example:5433/doorstep",
                "postgres://db.example:5433/doorstep",
                "jdbc:postgresql://db.example:5433/doorstep",
                "r2dbc:postgresql://db.example:5433/doorstep"
            })
    void the_usual_forms_name_the_same_database(String url) {
        DatabaseAddress address = DatabaseAddress.parse(url, "parent", "secret");

        assertThat(address.host()).isEqualTo("db.example");
        assertThat(address.port()).isEqualTo(5433);
        assertThat(address.database()).isEqualTo("doorstep");
        assertThat(address.user()).isEqualTo("parent");
        assertThat(address.password()).isEqualTo("secret");
    }

    @Test
    void the_login_may_stand_in_the_address() {
        DatabaseAddress address =
                DatabaseAddress.parse("postgresql://parent:se%40cret@db.example/doorstep", null, null);

        assertThat(address.port()).isEqualTo(5432);
        assertThat(address.user()).isEqualTo("parent");
        assertThat(address.password()).isEqualTo("se@cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db.example/doorstep", "postgresql://", "postgresql://db.example", "doorstep"})
    void anything_else_is_a_clear_start_failure(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, null, null)).isInstanceOf(StartFailure.class);
    }
}
