package org.doorstep.platform.database;

/** The PostgreSQL in use. Closing it stops the embedded one and leaves any other alone. */
interface DatabaseServer extends AutoCloseable {

    DatabaseAddress address();

    /** One phrase for the log. */
    String description();

    @Override
    void close();
}
