package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
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
    Mono<LockedBooking> turn(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        return where.bindTo(database.sql("""
                        with place as (
                            select s.id, s.starts_at, s.ends_at, now() as asked_at,
                                   least(s.starts_at - interval '2 hours',
                                         date_trunc('day', s.starts_at, 'Asia/Shanghai')) as earliest,
                                   s.cancelled_at is null and now() >= s.starts_at - interval '2 hours'
                                       and now() < s.ends_at as admits_arrival
                            from session s join booking b on b.session_id = s.id
                            %s for key share of s
                        )
                        select b.id, b.child_id,
                               case when exists (select from attendance a where a.booking_id = b.id and a.mode = 'ONLINE')
                                    then 'CONFIRMED' else b.state::text end as state,
                               p.admits_arrival, p.starts_at, p.ends_at, p.earliest,
                               p.asked_at
                        from place p join booking b on b.session_id = p.id where b.id = :booking
                        for update of b
                        """.formatted(where.sql())))
                .map(LockedBooking::of)
                .one();
    }

    /**
     * Records the arrival of a booked child. A child who is at the session before it goes on from there, and one that nobody
     * had to sign out elsewhere is there no more; empty when somebody must sign it out first. The stay takes the place of an
     * attendance online.
     *
     * @param at null for the present moment
     */
    Mono<Arrived> arrive(
            UUID booking, @Nullable Instant at, Escorting broughtBy, @Nullable String healthNote, UUID staff) {
        UUID id = IdType.next();
        Supplier<Mono<Arrived>> here =
                () -> bound(HERE, id, booking, at, broughtBy, healthNote, staff).map(stay -> new Arrived(stay, false));
        return noMoreOnline(booking)
                .then(Mono.defer(here))
                .switchIfEmpty(Mono.defer(() -> bound(GOES_ON, id, booking, at, broughtBy, healthNote, staff)
                        .map(stay -> new Arrived(stay, true))))
                .switchIfEmpty(Mono.defer(() ->
                        closeElsewhere(booking).flatMap(closed -> closed == 0 ? Mono.<Arrived>empty() : here.get())));
    }

    /** @param wasHere whether the child was at the session before, whose stay ended by it */
    record Arrived(UUID stay, boolean wasHere) {}

    private static final String ARRIVED = """
            , arrived as (
                insert into attendance (
                    id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by,
                    health_note, brought_by_collector, brought_by_guardian, brought_by_name)
                select :id, b.county_id, b.session_id, b.child_id, b.id, f.at, :staff, :health_note, :collector, :guardian,
                       :name
                from booking b, from_there f where b.id = :booking
                on conflict do nothing
                returning id, booking_id
            ), attended as (
                update booking b set state = 'ATTENDED', missed_at = null, missed_by = null
                from arrived where b.id = arrived.booking_id
            )
            """;

    private static final String HERE =
            "with from_there as (select coalesce(:at, now()) as at)" + ARRIVED + "select id from arrived";

    /** The stay that ends must have begun before, at the same station, in a session that the booked one adjoins. */
    private static final String GOES_ON = """
            with here as (
                select a.id from attendance a
                join session m on m.id = a.session_id
                join booking b on b.id = :booking and b.child_id = a.child_id
                join session n on n.id = b.session_id and n.station_id = m.station_id and n.id <> m.id
                where a.left_at is null and coalesce(:at >= a.arrived_at, true)
                  and n.starts_at between m.ends_at and m.ends_at + moving_gap()
                for update of a
            ), from_there as (
                update attendance a
                set left_at = greatest(coalesce(:at, now()), a.arrived_at), departure_recorded_by = :staff
                from here h where a.id = h.id and a.left_at is null
                returning a.id, a.left_at as at
            )""" + ARRIVED + """
            , moved_on as (
                insert into hand_over (attendance_id, left_at, kind, moved_to, verified_by)
                select f.id, f.at, 'MOVED_ON', r.id, :staff from from_there f, arrived r
            )
            select id from arrived
            """;

    private Mono<UUID> bound(
            String sql,
            UUID id,
            UUID booking,
            @Nullable Instant at,
            Escorting broughtBy,
            @Nullable String healthNote,
            UUID staff) {
        return database.sql(sql)
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

    /** Who stands at the door is in the station's care, whatever was counted before. */
    private Mono<Long> noMoreOnline(UUID booking) {
        return database.sql("delete from attendance where booking_id = :booking and mode = 'ONLINE'")
                .bind("booking", booking)
                .fetch()
                .rowsUpdated();
    }

    /** Who stands at the door is at no other place, unless somebody answers for that. */
    private Mono<Long> closeElsewhere(UUID booking) {
        return database.sql("select close_stays(child_id, true) from booking where id = :booking")
                .bind("booking", booking)
                .mapValue(Long.class)
                .one();
    }

    private Parameter sealed(@Nullable String text, String context) {
        return Parameter.fromOrEmpty(
                text == null || text.isBlank() ? null : encryption.encrypt(text.strip(), context), byte[].class);
    }
}
