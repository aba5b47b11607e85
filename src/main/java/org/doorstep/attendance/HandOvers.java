package org.doorstep.attendance;

import java.time.Instant;
import java.util.Objects;
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

    /** The stay of a booking; empty when the child has not come. Read after {@link #lock}, to see what others did. */
    Mono<Stay> stay(UUID booking) {
        return database.sql("""
                        select id, child_id, arrived_at, left_at is not null as has_left
                        from attendance where booking_id = :booking for update
                        """)
                .bind("booking", booking)
                .map(row -> new Stay(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("child_id", UUID.class)),
                        Objects.requireNonNull(row.get("arrived_at", Instant.class)),
                        Boolean.TRUE.equals(row.get("has_left", Boolean.class))))
                .one();
    }

    /** The departure and its hand-over in one statement. */
    Mono<Long> handOver(Stay stay, Hands hands, IdentityCheck verifiedHow, @Nullable Instant at, UUID staff) {
        return bind(hands, database.sql("""
                        with departed as (
                            update attendance
                            set left_at = coalesce(:at, greatest(now(), arrived_at)), departure_recorded_by = :staff
                            where id = :attendance and left_at is null
                            returning id, left_at
                        )
                        insert into hand_over (
                            attendance_id, left_at, collector_id, guardian_id, pass_id, unlisted, name, verified_by,
                            verified_how)
                        select id, left_at, :collector, :guardian, :pass, :unlisted, :name, :staff,
                               :verified_how::identity_check
                        from departed
                        """))
                .bind("attendance", stay.attendance())
                .bind("staff", staff)
                .bind("at", Parameter.fromOrEmpty(at, Instant.class))
                .bind("unlisted", hands.name() != null)
                .bind("name", sealed(hands.name(), Escorts.collectedByContext(stay.attendance())))
                .bind("verified_how", verifiedHow.name())
                .fetch()
                .rowsUpdated();
    }

    /** Whether the child went with the same person, by the same member of staff. A pass or a name cannot be compared. */
    Mono<Boolean> isRepeated(Stay stay, Hands hands, UUID staff) {
        if (hands.name() != null) {
            return Mono.just(false);
        }
        return bind(hands, database.sql("""
                        select verified_by = :staff and case when pass_id is null
                                   then (collector_id, guardian_id) is not distinct from (:collector, :guardian)
                                   else num_nonnulls(:collector, :guardian, :pass) = 0 end
                        from hand_over where attendance_id = :attendance
                        """))
                .bind("attendance", stay.attendance())
                .bind("staff", staff)
                .mapValue(Boolean.class)
                .one();
    }

    /** @param at when it happened, where that is not now */
    Mono<Void> raise(UUID attendance, IncidentKind kind, Hands hands, @Nullable Instant at, UUID staff) {
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

    private static DatabaseClient.GenericExecuteSpec bind(Hands hands, DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .bind("collector", Parameter.fromOrEmpty(hands.collector(), UUID.class))
                .bind("guardian", Parameter.fromOrEmpty(hands.guardian(), UUID.class))
                .bind("pass", Parameter.fromOrEmpty(hands.pass(), UUID.class));
    }
}
