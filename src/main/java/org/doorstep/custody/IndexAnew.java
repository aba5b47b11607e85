package org.doorstep.custody;

import static org.doorstep.platform.database.Columns.required;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Indexes the names and phones anew that were stored by another folding, before the server answers anybody: a bar and a
 * collector that were indexed apart would not meet. By the clock again, since an older server may still write beside this one.
 */
@Component
class IndexAnew implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IndexAnew.class);
    private static final int BATCH = 500;
    private static final HexFormat HEX = HexFormat.of();
    private static final UUID FIRST = new UUID(0, 0);

    /** A table, and where its encrypted values belong; it has a phone when there is a context for it. */
    private record Indexed(
            String name,
            Function<UUID, String> nameContext,
            @Nullable Function<UUID, String> phone) {}

    private static final List<Indexed> TABLES = List.of(
            new Indexed("barred_person", BarredPerson::nameContext, BarredPerson::phoneContext),
            new Indexed("collector", Collector::nameContext, Collector::phoneContext),
            new Indexed("pick_up_pass", PickUpPasses::nameContext, null));

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final PersonIndex index;
    private volatile boolean running;

    IndexAnew(DatabaseClient database, Transactions transactions, FieldEncryption encryption, PersonIndex index) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.index = index;
    }

    @Override
    public void start() {
        long rows = Objects.requireNonNullElse(all().block(), 0L);
        if (rows > 0) {
            LOG.info("Indexed {} names of collectors, passes and bars anew", rows);
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 10, timeUnit = TimeUnit.MINUTES)
    Mono<Void> byTheClock() {
        return Chores.chore("Indexing names anew", all());
    }

    /** How many rows were indexed; several servers do it side by side, and one that was stopped goes on where it was. */
    Mono<Long> all() {
        return Flux.fromIterable(TABLES)
                .concatMap(table -> batch(table, FIRST)
                        .expand(done -> done.rows() < BATCH ? Mono.empty() : batch(table, done.last())))
                .map(Done::indexed)
                .reduce(0L, Long::sum);
    }

    private record Done(UUID last, int rows, long indexed) {}

    private record Row(UUID id, UUID child, byte[] name, byte @Nullable [] phone) {}

    private record Anew(UUID id, String name, @Nullable String phone) {}

    private Mono<Done> batch(Indexed table, UUID after) {
        return transactions.write(database.sql(
                        """
                        select id, child_id, name, %s from %s
                        where index_version < :version and name is not null and id > :after
                        order by id limit :batch for no key update
                        """.formatted(table.phone() == null ? "null::bytea" : "phone", table.name()))
                .bind("version", PersonIndex.VERSION)
                .bind("after", after)
                .bind("batch", BATCH)
                .map(row -> new Row(
                        required(row, 0, UUID.class),
                        required(row, 1, UUID.class),
                        required(row, 2, byte[].class),
                        row.get(3, byte[].class)))
                .all()
                .collectList()
                .flatMap(rows -> rows.isEmpty()
                        ? Mono.just(new Done(after, 0, 0))
                        : write(table, rows)
                                .map(written ->
                                        new Done(rows.get(rows.size() - 1).id(), rows.size(), written))));
    }

    private Mono<Long> write(Indexed table, List<Row> rows) {
        List<Anew> anew =
                rows.stream().flatMap(row -> anew(table, row).stream()).toList();
        return database.sql("""
                        update %s t set index_version = :version, name_index = decode(n.name, 'hex')%s
                        from unnest(:ids, :names, :phones) n(id, name, phone) where t.id = n.id
                        """.formatted(
                                table.name(), table.phone() == null ? "" : ", phone_index = decode(n.phone, 'hex')"))
                .bind("version", PersonIndex.VERSION)
                .bind("ids", anew.stream().map(Anew::id).toArray(UUID[]::new))
                .bind("names", anew.stream().map(Anew::name).toArray(String[]::new))
                .bind("phones", anew.stream().map(Anew::phone).toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    /** Empty for a row that no key opens: it stays as it is, and keeps nobody from starting. */
    private Optional<Anew> anew(Indexed table, Row row) {
        try {
            String name = encryption.decrypt(row.name(), table.nameContext().apply(row.id()));
            byte[] phone = table.phone() == null || row.phone() == null
                    ? null
                    : index.ofPhone(
                            row.child(),
                            encryption.decrypt(row.phone(), table.phone().apply(row.id())));
            return Optional.of(new Anew(
                    row.id(),
                    HEX.formatHex(index.ofName(row.child(), name)),
                    phone == null ? null : HEX.formatHex(phone)));
        } catch (IllegalStateException e) {
            LOG.warn(
                    "The name of {} {} cannot be read with the keys at hand, and is not indexed anew",
                    table.name(),
                    row.id());
            return Optional.empty();
        }
    }
}
