package org.doorstep.platform.database;

/**
 * A name for what belongs to one database, fit for a file.
 *
 * @param text {@code embedded}, or host, port and name
 */
public record DatabaseLabel(String text) {

    static DatabaseLabel of(DatabaseServer server) {
        return new DatabaseLabel(
                server instanceof OutsideDatabase outside
                        ? outside.address().toString().replaceAll("[^A-Za-z0-9.]+", "-")
                        : "embedded");
    }
}
