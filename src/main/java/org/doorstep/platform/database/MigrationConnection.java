package org.doorstep.platform.database;

import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** JDBC for Flyway at start-up; Boot looks for the second interface before it considers Flyway at all. */
record MigrationConnection(DatabaseAddress address) implements FlywayConnectionDetails, JdbcConnectionDetails {

    @Override
    public String getUsername() {
        return address.user();
    }

    @Override
    public String getPassword() {
        return address.password();
    }

    @Override
    public String getJdbcUrl() {
        return address.jdbcUrl();
    }

    @Override
    public String getDriverClassName() {
        return "org.postgresql.Driver";
    }
}
