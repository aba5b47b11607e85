package org.doorstep.waitlist;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.Booking.WaitlistPriority;
import org.doorstep.booking.Booking.WaitlistPriorityReason;
import org.doorstep.identity.Caller;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who waits for the sessions of a station, in the order in which places are offered. */
@Repository
class WaitingBaskets {

    private static final int MAX = 100;
    private static final String BASKETS = """
            select min(b.id::text)::uuid, count(*)::int,
                   (count(age_misfit(c.birth_date, y.starts_at, e.min_age, e.max_age)))::int, bool_or(b.wait_together), p.code, p.name, p.rank,
                   max(b.priority_reason)::text, min(b.created_at)
            from booking b join waitlist_priority p on p.code = b.priority
            join child c on c.id = b.child_id
            join session y on y.id = b.session_id join event e on e.id = y.event_id
            where b.session_id = %s and b.state = 'WAITLISTED'%s
            group by b.basket_id, p.code, p.name, p.rank
            order by p.rank desc, min(b.created_at), b.basket_id limit\s""" + MAX;

    private final DatabaseClient database;

    WaitingBaskets(DatabaseClient database) {
        this.database = database;
    }

    Flux<WaitlistPriority> priorities() {
        return database.sql("select code, name, rank from waitlist_priority order by rank desc limit " + MAX)
                .map(row -> priority(row, 0))
                .all();
    }

    /** Of each session that the caller may manage; none for other sessions. */
    Mono<Map<UUID, List<WaitingBasket>>> ofSessions(Collection<UUID> sessions, Caller caller) {
        Where where = StationRights.restrict(
                new Where().and("s.id = any(:sessions)", "sessions", sessions.toArray(UUID[]::new)),
                caller,
                "s.station_id");
        return ByOwner.ofThoseGiven(
                where.bindTo(database.sql("select s.id, w.* from session s left join lateral ("
                        + BASKETS.formatted("s.id", "")
                        + ") w(booking, children, misfits, together, code, name, rank, reason, since) on true "
                        + where.sql() + "order by s.id, w.rank desc, w.since, w.booking")),
                row -> row.get(1, UUID.class) == null ? null : basket(row, 1));
    }

    /** One that waits. */
    Mono<WaitingBasket> find(UUID session, UUID basket) {
        return database.sql(BASKETS.formatted(":session", " and b.basket_id = :basket"))
                .bind("session", session)
                .bind("basket", basket)
                .map(row -> basket(row, 0))
                .one();
    }

    private static WaitingBasket basket(Readable row, int offset) {
        String reason = row.get(offset + 7, String.class);
        return new WaitingBasket(
                Booking.ID.encode(required(row, offset, UUID.class)),
                required(row, offset + 1, Integer.class),
                required(row, offset + 2, Integer.class),
                required(row, offset + 3, Boolean.class),
                priority(row, offset + 4),
                reason == null ? null : WaitlistPriorityReason.valueOf(reason),
                required(row, offset + 8, Instant.class));
    }

    private static WaitlistPriority priority(Readable row, int offset) {
        return new WaitlistPriority(
                required(row, offset, String.class),
                required(row, offset + 1, String.class),
                required(row, offset + 2, Integer.class));
    }
}
