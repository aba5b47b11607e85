package org.doorstep.reliability;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.doorstep.reliability.Clients.Shown;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.BookingRow;
import org.doorstep.reliability.Tables.CreditRow;
import org.doorstep.reliability.Tables.KeyRow;
import org.doorstep.reliability.Tables.SessionRow;
import org.doorstep.reliability.World.Family;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After the faults: waits for rest, lets the clients ask again for what they do not know, and takes the evidence. */
final class Healing {

    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 5;
    private static final int WITHOUT_BOOKING = 10;

    private final Deployment deployment;

    private Healing(Deployment deployment) {
        this.deployment = deployment;
    }

    static Evidence of(Deployment deployment) throws SQLException, IOException {
        return of(deployment, operation -> operation);
    }

    /** @param again what a client asks when it asks again */
    static Evidence of(Deployment deployment, UnaryOperator<Operation> again) throws SQLException, IOException {
        Healing healing = new Healing(deployment);
        healing.awaitServers();
        List<String> stuck = healing.rest();
        healing.askAgain(again);
        stuck.addAll(healing.rest());
        Tables tables;
        Map<UUID, Map<UUID, String>> shown;
        int rounds = 0;
        do {
            // the clock may end an offer while families are asked
            tables = healing.tables();
            shown = healing.shown(tables);
        } while (!Set.copyOf(tables.bookings())
                        .equals(Set.copyOf(healing.tables().bookings()))
                && ++rounds < ROUNDS);
        List<Call> calls = deployment.clients().history().calls();
        Map<Status, Long> ends = calls.stream()
                .collect(Collectors.groupingBy(call -> call.outcome().status(), Collectors.counting()));
        LOG.info(
                "{}: seed {}, {} calls {}, {} bookings, {} lines in the journal",
                deployment.folder(),
                Settings.SEED,
                calls.size(),
                ends,
                tables.bookings().size(),
                tables.journal().size());
        return new Evidence(calls, tables, shown, stuck);
    }

    /** How many bookings were written although no client was told so. */
    static long bookedUnknowingly(Deployment deployment) throws SQLException {
        Map<UUID, KeyRow> kept = new Healing(deployment)
                .tables().keys().stream().collect(Collectors.toMap(KeyRow::key, row -> row, (one, other) -> one));
        return Conclusion.of(deployment.clients().history().calls()).stream()
                .filter(conclusion -> conclusion.is(Operation.Kind.BOOK)
                        && conclusion.is(Status.UNKNOWN)
                        && kept.containsKey(conclusion.operation().key()))
                .count();
    }

    private void awaitServers() {
        for (URI server : deployment.addresses()) {
            Await.until(
                    "server " + server + " is ready",
                    PATIENCE,
                    () -> deployment
                            .api()
                            .get(
                                    server.resolve("/actuator/health"),
                                    deployment.world().admin())
                            .at("/status")
                            .asString("")
                            .equals("UP"));
        }
    }

    private void askAgain(UnaryOperator<Operation> again) {
        for (int round = 0; round < ROUNDS; round++) {
            deployment
                    .clients()
                    .history()
                    .unresolved()
                    .forEach(operation -> deployment.clients().perform(again.apply(operation)));
        }
    }

    /** Waits until nothing is under way, and tells what does not come to an end. */
    private List<String> rest() throws SQLException {
        List<String> stuck = new ArrayList<>();
        try {
            Await.until("the database rests", PATIENCE, () -> busy().isEmpty());
        } catch (IllegalStateException e) {
            stuck.addAll(busy());
        }
        try {
            Await.until("those who wait were judged again", PATIENCE, this::nobodyIsToBeJudged);
        } catch (IllegalStateException e) {
            stuck.add("sessions whose waiting children are not judged again");
        }
        for (URI server : deployment.addresses()) {
            for (String gauge : List.of("r2dbc.pool.acquired", "r2dbc.pool.pending")) {
                try {
                    Await.until(gauge + " is zero", PATIENCE, () -> gauge(server, gauge) == 0);
                } catch (IllegalStateException e) {
                    stuck.add("%s of server %s does not become zero".formatted(gauge, server));
                }
            }
        }
        return stuck;
    }

    private boolean nobodyIsToBeJudged() throws SQLException {
        try (Connection connection = deployment.database().connect();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select count(*) from waitlist_recheck where due_at <= now()")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    private double gauge(URI server, String name) throws IOException {
        return deployment
                .api()
                .get(
                        server.resolve("/actuator/metrics/" + name),
                        deployment.world().admin())
                .at("/measurements/0/value")
                .asDouble();
    }

    private List<String> busy() throws SQLException {
        List<String> busy = new ArrayList<>();
        try (Connection connection = deployment.database().connect();
                ResultSet row = connection.createStatement().executeQuery("""
                        select pid, state, query from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
                        """)) {
            while (row.next()) {
                busy.add("connection %d is %s: %s".formatted(row.getInt(1), row.getString(2), row.getString(3)));
            }
        }
        return busy;
    }

    /** What is shown to each family that has a booking, and to some that have none. */
    private Map<UUID, Map<UUID, String>> shown(Tables tables) throws IOException {
        Set<UUID> guardians =
                tables.bookings().stream().map(BookingRow::bookedBy).collect(Collectors.toSet());
        deployment.world().families().stream()
                .map(Family::guardian)
                .limit(WITHOUT_BOOKING)
                .forEach(guardians::add);
        Map<UUID, Map<UUID, String>> shown = new HashMap<>();
        for (UUID guardian : guardians) {
            shown.put(
                    guardian,
                    deployment.clients().bookings(guardian).stream()
                            .collect(Collectors.toMap(Shown::id, Shown::state)));
        }
        return shown;
    }

    private Tables tables() throws SQLException {
        try (Connection connection = deployment.database().connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Tables(
                    bookings(connection),
                    sessions(connection),
                    keys(connection),
                    credits(connection),
                    Journal.read(connection));
        }
    }

    private static List<BookingRow> bookings(Connection connection) throws SQLException {
        List<BookingRow> rows = new ArrayList<>();
        try (ResultSet row = connection
                .createStatement()
                .executeQuery("select id, session_id, child_id, basket_id, state, booked_by from booking")) {
            while (row.next()) {
                rows.add(new BookingRow(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getObject(4, UUID.class),
                        row.getString(5),
                        row.getObject(6, UUID.class)));
            }
        }
        return rows;
    }

    private static List<SessionRow> sessions(Connection connection) throws SQLException {
        List<SessionRow> rows = new ArrayList<>();
        try (ResultSet row = connection.createStatement().executeQuery("""
                        select s.id, s.capacity, s.seats_taken, s.waitlist_length, s.starts_at, s.ends_at, s.event_id,
                               year_of(s.starts_at)::int, e.yearly_limit::int
                        from session s join event e on e.id = s.event_id
                        """)) {
            while (row.next()) {
                rows.add(new SessionRow(
                        row.getObject(1, UUID.class),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant(),
                        row.getObject(7, UUID.class),
                        row.getInt(8),
                        row.getObject(9, Integer.class)));
            }
        }
        return rows;
    }

    private static List<KeyRow> keys(Connection connection) throws SQLException {
        List<KeyRow> rows = new ArrayList<>();
        try (ResultSet row = connection
                .createStatement()
                .executeQuery(
                        "select person_id, key, result[1] from idempotency_key where operation = 'bookSession'")) {
            while (row.next()) {
                rows.add(new KeyRow(
                        row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getObject(3, UUID.class)));
            }
        }
        return rows;
    }

    private static List<CreditRow> credits(Connection connection) throws SQLException {
        List<CreditRow> rows = new ArrayList<>();
        try (ResultSet row = connection.createStatement().executeQuery("""
                select coalesce(c.person_id, e.person_id), coalesce(c.balance, 0), coalesce(e.total, 0), coalesce(e.taps, 0)
                from (select person_id, sum(balance)::int as balance from message_credit group by person_id) c
                full join (
                    select person_id, sum(amount)::int as total, (count(*) filter (where reason = 'TAP'))::int as taps
                    from message_credit_entry group by person_id) e on e.person_id = c.person_id
                """)) {
            while (row.next()) {
                rows.add(new CreditRow(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3), row.getInt(4)));
            }
        }
        return rows;
    }
}
