package org.doorstep.platform.database;

record OutsideDatabase(DatabaseAddress address) implements DatabaseServer {

    @Override
    public String description() {
        return "PostgreSQL " + address;
    }

    @Override
    public void close() {}
}
