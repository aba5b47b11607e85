package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.family.Families;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of joins, several a booking one after the other, and what they amount to. */
@Repository
class OnlineJoins {

    private static final int MOST_OF_BOOKING = 60;
    private static final int AT_ONCE = 500;

    /** Whole minutes within the session, and whether they are an attendance. */
    record Presence(int minutes, boolean attended) {}

    private final DatabaseClient database;
    private final Transactions transactions;

    OnlineJoins(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 60, initialDelay = 40, timeUnit = TimeUnit.SECONDS)
    Mono<Void> endByTheClock() {
        return Chores.chore("Ending joins that nobody ended", end());
    }

    /** Whether the booking is one of the person's family; locks it then. */
    Mono<Boolean> lock(UUID booking, UUID person) {
        return database.sql("select b.id from booking b join child c on c.id = b.child_id where b.id = :booking and "
                        + Families.ofPerson("c.family_id") + " for update of b")
                .bind("booking", booking)
                .bind("person", person)
                .mapValue(UUID.class)
                .one()
                .hasElement();
    }

    /** Renews the open join of a booking that is locked, or begins one; false when there were too many. */
    Mono<Boolean> join(UUID booking, UUID person) {
        return silenced("j.booking_id = :booking")
                .bind("booking", booking)
                .fetch()
                .rowsUpdated()
                .then(database.sql("""
                                with renewed as (
                                    update online_join set seen_at = greatest(now(), joined_at)
                                    where booking_id = :booking and left_at is null returning 1
                                ), begun as (
                                    insert into online_join (id, county_id, session_id, booking_id, child_id, joined_by)
                                    select :id, b.county_id, b.session_id, b.id, b.child_id, :person
                                    from booking b
                                    where b.id = :booking and not exists (select from renewed)
                                      and (select count(*) from online_join j where j.booking_id = b.id) < :most
                                    returning 1
                                )
                                select exists (select from renewed) or exists (select from begun)
                                """)
                        .bind("id", IdType.next())
                        .bind("booking", booking)
                        .bind("person", person)
                        .bind("most", MOST_OF_BOOKING)
                        .mapValue(Boolean.class)
                        .one());
    }

    /** Ends the open join of a booking that is locked: now, or when it fell silent. */
    Mono<Long> leave(UUID booking) {
        return database.sql("""
                        update online_join j set left_at = online_until(j, s.ends_at)
                        from session s where s.id = j.session_id and j.booking_id = :booking and j.left_at is null
                        """).bind("booking", booking).fetch().rowsUpdated();
    }

    /** Records an attendance when it is one by now. */
    Mono<Presence> record(UUID booking) {
        return database.sql("""
                        select record_online_attendance(:booking),
                               floor(extract(epoch from online_presence(:booking)) / 60)::int
                        """)
                .bind("booking", booking)
                .map(row ->
                        new Presence(required(row, 1, Integer.class), Boolean.TRUE.equals(row.get(0, Boolean.class))))
                .one();
    }

    /** Ends joins of sessions that are over, and those that fell silent; gives how many. */
    Mono<Long> end() {
        return transactions.write(database.sql("""
                        with silent as (
                            select b.id
                            from online_join j join session s on s.id = j.session_id join booking b on b.id = j.booking_id
                            where j.left_at is null and (s.ends_at <= now() or j.seen_at < now() - interval '5 minutes')
                            limit :most
                            for update of b skip locked
                        )
                        select id from silent
                        """)
                .bind("most", AT_ONCE)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMap(bookings -> silenced("j.booking_id = any(:bookings)")
                        .bind("bookings", bookings.toArray(UUID[]::new))
                        .fetch()
                        .rowsUpdated()
                        .delayUntil(ended -> database.sql("select record_online_attendance(b) from unnest(:bookings) b")
                                .bind("bookings", bookings.toArray(UUID[]::new))
                                .then())));
    }

    private DatabaseClient.GenericExecuteSpec silenced(String which) {
        return database.sql("""
                update online_join j set left_at = online_until(j, s.ends_at)
                from session s
                where s.id = j.session_id and j.left_at is null
                  and (s.ends_at <= now() or j.seen_at < now() - interval '5 minutes') and\s""" + which);
    }
}
