package org.doorstep.reliability;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.doorstep.PostgresForTests.Database;
import org.doorstep.identity.TestTokens;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.crypto.TestKeys;

/** A database with a world in it, servers on it, and clients that write a history. Closing it kills the servers. */
final class Deployment implements AutoCloseable {

    private final String name;
    private final Database database;
    private final World world;
    private final Api api;
    private final Clients clients;
    private final Map<ServerProcess, URI> servers = new ConcurrentHashMap<>();
    private int started;

    private Deployment(String name, Database database, World world, Api api) {
        this.name = name;
        this.database = database;
        this.world = world;
        this.api = api;
        this.clients =
                new Clients(api, new History(folder().resolve("history.log")), () -> List.copyOf(servers.values()));
    }

    /** Families and keys in a migrated database that no server has used. */
    static Deployment on(Database database, String name, int families) throws SQLException {
        try (Connection connection = database.connect()) {
            Journal.install(connection);
            FieldEncryption fields =
                    TestKeys.fieldsIn(Settings.folder().resolve(name).resolve("keys"));
            TestTokens tokens = TestTokens.install(connection, fields);
            World world = World.create(connection, fields, families, Settings.SEED);
            return new Deployment(name, database, world, new Api(tokens));
        }
    }

    /** Starts servers side by side, and waits until all are ready. */
    List<ServerProcess> start(int count, String... properties) {
        List<ServerProcess> starting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starting.add(begin(database.url(), List.of(), properties));
        }
        starting.forEach(server -> join(server, server.uri()));
        return starting;
    }

    /** Begins to start a server that reaches the database by this address. */
    ServerProcess begin(String databaseUrl, List<String> jvmArguments, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "doorstep.home=" + folder(),
                "doorstep.keys=" + folder().resolve("keys"),
                "doorstep.db.url=" + databaseUrl,
                "doorstep.db.user=" + database.user(),
                "doorstep.db.password=" + database.password(),
                // a few clients of one address play thousands of families
                "doorstep.limits.person-cost=0",
                "doorstep.limits.address-cost=0",
                "doorstep.limits.changes=0",
                "doorstep.limits.log-lines=0",
                "management.metrics.enable.all=true"));
        all.addAll(List.of(properties));
        return ServerProcess.start(folder().resolve("server-" + ++started + ".log"), jvmArguments, all);
    }

    /** Lets clients reach a server at this address, which may be that of a proxy. */
    void join(ServerProcess server, URI address) {
        servers.put(server, address);
    }

    /** Clients find it no more. */
    void leave(ServerProcess server) {
        servers.remove(server);
    }

    Path folder() {
        return Settings.folder().resolve(name);
    }

    Database database() {
        return database;
    }

    World world() {
        return world;
    }

    Clients clients() {
        return clients;
    }

    Api api() {
        return api;
    }

    List<URI> addresses() {
        return List.copyOf(servers.values());
    }

    UUID session(int capacity, int day) throws SQLException {
        try (Connection connection = database.connect()) {
            return world.session(connection, capacity, day);
        }
    }

    /**
     * Sessions from this day on, two of them at a time each day, so that children meet overlaps; one of the two is of an
     * event that allows a child two places a year, so that they meet that limit.
     */
    List<UUID> sessions(int count, int capacity, int firstDay) throws SQLException {
        List<UUID> sessions = new ArrayList<>();
        try (Connection connection = database.connect()) {
            UUID limited = world.event(connection, 2);
            for (int i = 0; i < count; i++) {
                sessions.add(
                        i % 2 == 0
                                ? world.session(connection, limited, capacity, firstDay + i / 2)
                                : world.session(connection, capacity, firstDay + i / 2));
            }
        }
        return sessions;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        servers.keySet().forEach(ServerProcess::close);
        clients.history().close();
    }
}
