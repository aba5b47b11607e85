package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.event.CustodyKind;
import org.doorstep.identity.Caller;
import org.doorstep.incident.Incident;
import org.doorstep.incident.IncidentKind;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of hand-overs and of the incidents at them, within the transaction of a departure. */
@Repository
class HandOvers {

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    HandOvers(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    /** Lets the departures of a booking wait for each other; false when the caller manages no such booking. */
    Mono<Boolean> lock(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        return where.bindTo(database.sql("select b.id from booking b join session s on s.id = b.session_id "
                        + where.sql() + "for no key update of b"))
                .mapValue(UUID.class)
                .one()
                .hasElement();
    }

    /**
     * The stay of a booking at the station; empty when the child has not come. Locked first, since a child goes on to another
     * session under the lock of that booking: one statement would wait, and then see the stay as it is and how the child left as it was.
     */
    Mono<Stay> stay(UUID booking) {
        return database.sql("select id from attendance where booking_id = :booking and mode = 'IN_PERSON' for update")
                .bind("booking", booking)
                .mapValue(UUID.class)
                .one()
                .flatMap(this::read);
    }

    private Mono<Stay> read(UUID attendance) {
        return database.sql("""
                        select a.id, a.child_id, a.arrived_at, a.left_at, custody_at(a.child_id, a.session_id)::text as custody,
                               (select (s.starts_at at time zone 'Asia/Shanghai')::date from session s where s.id = a.session_id)
                                   as first_day,
                               case when a.left_at is not null then coalesce(h.kind, 'HANDED_OVER')::text end as departure,
                               (select m.booking_id from attendance m where m.id = h.moved_to) as moved_to
                        from attendance a left join hand_over h on h.attendance_id = a.id
                        where a.id = :attendance
                        """)
                .bind("attendance", attendance)
                .map(HandOvers::stayOf)
                .one();
    }

    private static Stay stayOf(Readable row) {
        String departure = row.get("departure", String.class);
        return new Stay(
                required(row, "id", UUID.class),
                required(row, "child_id", UUID.class),
                required(row, "arrived_at", Instant.class),
                CustodyKind.valueOf(required(row, "custody", String.class)),
                required(row, "first_day", LocalDate.class),
                row.get("left_at", Instant.class),
                departure == null ? null : DepartureKind.valueOf(departure),
                row.get("moved_to", UUID.class));
    }

    /**
     * The departure and how it came about in one statement. Takes the place of what was only inferred: that nobody recorded
     * a departure, or that the child went on to the next session.
     */
    Mono<Long> depart(
            Stay stay,
            DepartureKind kind,
            Escorting hands,
            @Nullable IdentityCheck verifiedHow,
            @Nullable Instant at,
            UUID staff) {
        return bind(hands, database.sql("""
                        with departed as (
                            update attendance a
                            set left_at = coalesce(:at, greatest(now(), arrived_at)), departure_recorded_by = :staff
                            where id = :attendance and (left_at is null or exists (
                                select from hand_over h
                                where h.attendance_id = a.id and h.kind in ('NOT_RECORDED', 'MOVED_ON')))
                            returning id, left_at
                        )
                        insert into hand_over (
                            attendance_id, left_at, kind, collector_id, guardian_id, pass_id, unlisted, name, verified_by,
                            verified_how)
                        select id, left_at, :kind::departure_kind, :collector, :guardian, :pass, :unlisted, :name, :staff,
                               :verified_how::identity_check
                        from departed
                        on conflict (attendance_id) do update
                        set left_at = excluded.left_at, kind = excluded.kind, moved_to = null,
                            collector_id = excluded.collector_id, guardian_id = excluded.guardian_id,
                            pass_id = excluded.pass_id, unlisted = excluded.unlisted, name = excluded.name,
                            verified_by = excluded.verified_by, verified_how = excluded.verified_how,
                            recorded_at = excluded.recorded_at
                        """))
                .bind("attendance", stay.attendance())
                .bind("kind", kind.name())
                .bind("staff", staff)
                .bind("at", Parameter.fromOrEmpty(at, Instant.class))
                .bind("unlisted", hands.name() != null)
                .bind("name", sealed(hands.name(), Escorts.collectedByContext(stay.attendance())))
                .bind(
                        "verified_how",
                        Parameter.fromOrEmpty(verifiedHow == null ? null : verifiedHow.name(), String.class))
                .fetch()
                .rowsUpdated();
    }

    /**
     * Whether the child left in the same way, with the same person, by the same member of staff; or twice in a way that hands
     * it to nobody. A pass or a name cannot be compared.
     */
    Mono<Boolean> isRepeated(Stay stay, DepartureKind kind, Escorting hands, UUID staff) {
        if (hands.name() != null) {
            return Mono.just(false);
        }
        return bind(hands, database.sql("""
                        select case when kind <> 'HANDED_OVER' then :kind <> 'HANDED_OVER'
                                    when :kind <> 'HANDED_OVER' then false
                                    when pass_id is null
                                        then verified_by = :staff
                                            and (collector_id, guardian_id) is not distinct from (:collector, :guardian)
                                    else verified_by = :staff and num_nonnulls(:collector, :guardian, :pass) = 0 end
                        from hand_over where attendance_id = :attendance
                        """))
                .bind("attendance", stay.attendance())
                .bind("kind", kind.name())
                .bind("staff", staff)
                .mapValue(Boolean.class)
                .one();
    }

    /** @param at when it happened, where that is not now */
    Mono<Void> raise(UUID attendance, IncidentKind kind, Escorting hands, @Nullable Instant at, UUID staff) {
        UUID id = IdType.next();
        return bind(hands, database.sql("""
                        insert into incident (id, county_id, station_id, booking_id, attendance_id, kind, collector_id, guardian_id,
                                              pass_id, name, happened_at, raised_by)
                        select :id, a.county_id, s.station_id, a.booking_id, a.id, :kind::incident_kind, :collector, :guardian, :pass,
                               :name, :at, :staff
                        from attendance a join session s on s.id = a.session_id
                        where a.id = :attendance
                        on conflict do nothing
                        """))
                .bind("id", id)
                .bind("attendance", attendance)
                .bind("kind", kind.name())
                .bind("at", Parameter.fromOrEmpty(at, Instant.class))
                .bind("name", sealed(hands.name(), Incident.nameContext(id)))
                .bind("staff", staff)
                .then();
    }

    private Parameter sealed(@Nullable String name, String context) {
        return Parameter.fromOrEmpty(name == null ? null : encryption.encrypt(name.strip(), context), byte[].class);
    }

    private static DatabaseClient.GenericExecuteSpec bind(
            Escorting hands, DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .bind("collector", Parameter.fromOrEmpty(hands.collector(), UUID.class))
                .bind("guardian", Parameter.fromOrEmpty(hands.guardian(), UUID.class))
                .bind("pass", Parameter.fromOrEmpty(hands.pass(), UUID.class));
    }
}
