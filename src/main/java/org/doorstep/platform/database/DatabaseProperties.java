package org.doorstep.platform.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which PostgreSQL to use, and how long one of its statements may take.
 *
 * @param url {@code postgresql://host:port/database}; with it empty the embedded server is used
 * @param user owns the database and migrates it
 * @param serverUser login that serves, a member of {@code doorstep_server} and no more; empty: one is made
 * @param serverPassword of that login; empty where one is made: derived from {@code password}
 * @param statementTimeout longest run of one statement
 * @param lockTimeout longest wait for a lock
 * @param idleInTransactionTimeout after which an abandoned transaction is ended by the server
 */
@ConfigurationProperties("doorstep.db")
record DatabaseProperties(
        @DefaultValue("") String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("") String serverUser,
        @DefaultValue("") String serverPassword,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("5s") Duration lockTimeout,
        @DefaultValue("30s") Duration idleInTransactionTimeout) {

    @Override
    public String toString() {
        return "DatabaseProperties[url withheld, user=" + user + "]";
    }
}
