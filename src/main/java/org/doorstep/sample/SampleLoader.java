package org.doorstep.sample;

import java.time.Duration;
import java.time.Instant;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.launch.SampleData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fills an empty database at start, and gives one that it has filled before the sessions of the coming weeks. It does so
 * before the port answers: whoever is answered finds the data.
 */
@Component
class SampleLoader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SampleLoader.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a start has added. */
    record Loaded(int sessions, long attendances) {}

    private enum Contents {
        NOTHING,
        SAMPLE,
        DATA_OF_OTHERS
    }

    private final SampleData sampleData;
    private final DatabaseClient database;
    private final Transactions transactions;
    private final SampleStations stations;
    private final SamplePeople people;
    private final SampleFamilies families;
    private final SampleCalendar calendar;
    private final SampleBookings bookings;
    private final SampleVolunteers volunteers;
    private final SampleShifts shifts;
    private final SampleFunding funding;
    private volatile boolean started;

    SampleLoader(
            SampleData sampleData,
            DatabaseClient database,
            Transactions transactions,
            SampleStations stations,
            SamplePeople people,
            SampleFamilies families,
            SampleCalendar calendar,
            SampleBookings bookings,
            SampleVolunteers volunteers,
            SampleShifts shifts,
            SampleFunding funding) {
        this.sampleData = sampleData;
        this.database = database;
        this.transactions = transactions;
        this.stations = stations;
        this.people = people;
        this.families = families;
        this.calendar = calendar;
        this.bookings = bookings;
        this.volunteers = volunteers;
        this.shifts = shifts;
        this.funding = funding;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public void start() {
        started = true;
        if (!sampleData.on()) {
            transactions.write(people.disableClient()).block(PATIENCE);
            return;
        }
        long start = System.nanoTime();
        Loaded loaded = load(Instant.now()).block(PATIENCE);
        if (loaded != null && loaded.sessions() > 0) {
            log.info(
                    "Sample data: {} sessions added in {} ms",
                    loaded.sessions(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
    }

    /** Empty where the database has data of others. */
    Mono<Loaded> load(Instant now) {
        return Mono.fromCallable(SampleFiles::read)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(files -> transactions.write(load(files, now)));
    }

    private Mono<Loaded> load(SampleFiles files, Instant now) {
        return alone().then(contents()).flatMap(contents -> switch (contents) {
            case NOTHING -> fill(files, now).then(keepUp(files, now));
            case SAMPLE -> keepUp(files, now);
            case DATA_OF_OTHERS -> Mono.empty();
        });
    }

    private Mono<Void> fill(SampleFiles files, Instant now) {
        return Flux.concat(
                        Mono.defer(() -> stations.insert(files)),
                        Mono.defer(() -> funding.insertFoundations(files)),
                        Mono.defer(() -> people.insert(files)),
                        Mono.defer(people::registerClient),
                        Mono.defer(() -> families.insert(files, SampleCalendar.today(now))),
                        Mono.defer(() -> calendar.insertEvents(files)),
                        Mono.defer(() -> volunteers.insert(files, SampleCalendar.today(now))),
                        Mono.defer(() -> funding.insertProjects(files, SampleCalendar.today(now))))
                .then();
    }

    private Mono<Loaded> keepUp(SampleFiles files, Instant now) {
        return Mono.defer(() -> people.renewTerms(files, SampleCalendar.today(now)))
                .then(Mono.defer(people::enableClient))
                .then(Mono.defer(() -> bookings.extend(files, now)))
                .flatMap(sessions -> bookings.attend(now).map(attendances -> new Loaded(sessions, attendances)))
                .flatMap(loaded -> Mono.defer(() -> shifts.keepUp(files, now)).thenReturn(loaded));
    }

    /** Two servers may start at once: one waits here, and then finds the work done. */
    private Mono<Void> alone() {
        return Flux.concat(
                        statement("set local lock_timeout = '100s'"),
                        statement("set local statement_timeout = '100s'"),
                        statement("select pg_advisory_xact_lock(hashtext('org.doorstep.sample'))"))
                .then();
    }

    private Mono<Void> statement(String sql) {
        return database.sql(sql).then();
    }

    private Mono<Contents> contents() {
        return database.sql("""
                        select case when exists (select from station where id = :anchor) then 'SAMPLE'
                                    when exists (select from area) or exists (select from service) then 'DATA_OF_OTHERS'
                                    else 'NOTHING' end
                        """)
                .bind("anchor", SampleStations.station("松枫社区妇儿驿站"))
                .mapValue(String.class)
                .one()
                .map(Contents::valueOf);
    }
}
