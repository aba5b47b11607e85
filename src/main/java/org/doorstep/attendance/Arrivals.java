package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of arrivals, within the transaction that records one. */
@Repository
class Arrivals {

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    Arrivals(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    /**
     * Lets those who change a booking wait for each other, the session first; empty when the caller manages no such
     * booking.
     */
    Mono<ArrivalTurn> turn(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        return where.bindTo(database.sql("""
                        with place as (
                            select s.id, s.starts_at, s.ends_at,
                                   s.cancelled_at is null and now() >= s.starts_at - interval '2 hours'
                                       and now() < s.ends_at as is_today
                            from session s join booking b on b.session_id = s.id
                            %s for key share of s
                        )
                        select b.id, b.child_id, b.state::text as state, p.is_today, p.starts_at, p.ends_at
                        from place p join booking b on b.session_id = p.id where b.id = :booking
                        for update of b
                        """.formatted(where.sql())))
                .map(ArrivalTurn::of)
                .one();
    }

    /** Whether a moment is of the session's day, in Asia/Shanghai, and neither two days ago nor ahead. */
    Mono<Boolean> happenedOnItsDay(UUID booking, Instant at) {
        return database.sql("""
                        select m.at >= now() - interval '48 hours' and m.at <= now() + interval '5 minutes'
                               and (m.at at time zone 'Asia/Shanghai')::date
                                   between (s.starts_at at time zone 'Asia/Shanghai')::date
                                       and (s.ends_at at time zone 'Asia/Shanghai')::date
                        from booking b join session s on s.id = b.session_id, (select :at::timestamptz) m(at)
                        where b.id = :booking
                        """)
                .bind("booking", booking)
                .bind("at", at)
                .mapValue(Boolean.class)
                .one();
    }

    /**
     * Records the arrival of a booked child; empty when the child has not left another session.
     *
     * @param at null for the present moment
     */
    Mono<UUID> arrive(UUID booking, @Nullable Instant at, Hands broughtBy, @Nullable String healthNote, UUID staff) {
        UUID id = IdType.next();
        return database.sql("""
                        with arrived as (
                            insert into attendance (
                                id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by,
                                health_note, brought_by_collector, brought_by_guardian, brought_by_name)
                            select :id, county_id, session_id, child_id, id, coalesce(:at, now()), :staff,
                                   :health_note, :collector, :guardian, :name
                            from booking where id = :booking
                            on conflict do nothing
                            returning id, booking_id
                        ), attended as (
                            update booking b set state = 'ATTENDED', missed_at = null, missed_by = null
                            from arrived where b.id = arrived.booking_id
                        )
                        select id from arrived
                        """)
                .bind("id", id)
                .bind("booking", booking)
                .bind("at", Parameter.fromOrEmpty(at, Instant.class))
                .bind("staff", staff)
                .bind("health_note", sealed(healthNote, Escorts.healthNoteContext(id)))
                .bind("collector", Parameter.fromOrEmpty(broughtBy.collector(), UUID.class))
                .bind("guardian", Parameter.fromOrEmpty(broughtBy.guardian(), UUID.class))
                .bind("name", sealed(broughtBy.name(), Escorts.broughtByContext(id)))
                .mapValue(UUID.class)
                .one();
    }

    private Parameter sealed(@Nullable String text, String context) {
        return Parameter.fromOrEmpty(
                text == null || text.isBlank() ? null : encryption.encrypt(text.strip(), context), byte[].class);
    }
}
