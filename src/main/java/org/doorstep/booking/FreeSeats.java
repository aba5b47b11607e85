package org.doorstep.booking;

import java.util.Collection;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Free places of sessions, which belong first to those who wait: a function of the database decides who gets them. */
@Component
public class FreeSeats {

    private final DatabaseClient database;

    FreeSeats(DatabaseClient database) {
        this.database = database;
    }

    /** Offers and holds the free places of a session, in the transaction that freed them; gives how many. */
    public Mono<Integer> offer(UUID session) {
        return database.sql("select offer_free_seats(:session)")
                .bind("session", session)
                .mapValue(Integer.class)
                .one();
    }

    /** Offers what is free in sessions that others wait for; whoever books them next holds their rows. */
    public Mono<Integer> offer(Collection<UUID> sessions) {
        return database.sql("""
                        select coalesce(sum(offer_free_seats(s.id)), 0)::int
                        from (select id from session
                              where id = any(:sessions) and waitlist_length > 0 and seats_taken < capacity
                              order by id offset 0) s
                        """)
                .bind("sessions", sessions.toArray(UUID[]::new))
                .mapValue(Integer.class)
                .one();
    }

    /** Locks the row of a booking's session, as everybody does who changes its places; empty when there is none. */
    public Mono<UUID> lockSessionOf(UUID booking) {
        return database.sql(
                        "select s.id from session s join booking b on b.session_id = s.id where b.id = :booking for update of s")
                .bind("booking", booking)
                .mapValue(UUID.class)
                .one();
    }
}
