package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.attendance.Corrections.Correction.CorrectionKind;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.ByOwner;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What was recorded by mistake: kept as it stood, and taken out of where it counts, in one statement. */
@Repository
class Corrections {

    /** What was recorded by mistake, and why it was taken back. */
    record Correction(
            CorrectionKind kind,
            Instant correctedAt,
            @Nullable Instant recordedAt,
            @Nullable String reason) {
        /** What was taken back. */
        enum CorrectionKind {
            ARRIVAL,
            DEPARTURE,
            NO_SHOW
        }

        /** Without the reason, since records end up in logs. */
        @Override
        public String toString() {
            return "Correction " + kind;
        }
    }

    private static final int MAX_OF_BOOKING = 100;

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    Corrections(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    static String reasonContext(UUID correction) {
        return "attendance_correction.reason:" + correction;
    }

    /**
     * Takes the arrival of a child who is here back; the booking is CONFIRMED again. A child who went on from the session
     * before is there again, and that departure is taken back as well.
     */
    Mono<Long> revertArrival(UUID stay, String reason, UUID staff) {
        UUID departure = IdType.next();
        return kept(reason, staff, """
                        with gone as (
                            delete from attendance where id = :stay returning *
                        ), unrecorded as (
                            delete from hand_over where attendance_id = :stay and kind = 'NOT_RECORDED'
                        ), back as (
                            delete from hand_over h using gone g where h.moved_to = g.id returning h.*
                        ), before as (
                            update attendance a set left_at = null, departure_recorded_by = null
                            from back where a.id = back.attendance_id returning a.*
                        ), kept as (
                            insert into attendance_correction (
                                id, county_id, station_id, booking_id, child_id, kind, reason, corrected_by,
                                attendance_id, recorded_at, recorded_by, collector_id, guardian_id, health_note,
                                brought_by_name)
                            select :id, g.county_id, s.station_id, g.booking_id, g.child_id, 'ARRIVAL', :reason, :staff,
                                   g.id, g.arrived_at, g.arrival_recorded_by, g.brought_by_collector,
                                   g.brought_by_guardian, g.health_note, g.brought_by_name
                            from gone g join session s on s.id = g.session_id
                        ), kept_before as (
                            insert into attendance_correction (
                                id, county_id, station_id, booking_id, child_id, kind, reason, corrected_by,
                                attendance_id, recorded_at, recorded_by, departure)
                            select :departure, f.county_id, s.station_id, f.booking_id, f.child_id, 'DEPARTURE',
                                   :departure_reason, :staff, f.id, k.left_at, k.verified_by, k.kind
                            from before f join back k on k.attendance_id = f.id join session s on s.id = f.session_id
                        )
                        update booking b set state = 'CONFIRMED' from gone g where b.id = g.booking_id
                        """)
                .bind("stay", stay)
                .bind("departure", departure)
                .bind("departure_reason", encryption.encrypt(reason.strip(), reasonContext(departure)))
                .fetch()
                .rowsUpdated();
    }

    /** Takes a departure back; zero when the child is at another session by now. */
    Mono<Long> revertDeparture(UUID stay, String reason, UUID staff) {
        return kept(reason, staff, """
                        with stay as (
                            select a.*, s.station_id from attendance a join session s on s.id = a.session_id
                            where a.id = :stay and not exists (
                                select from attendance o where o.child_id = a.child_id and o.left_at is null)
                        ), gone as (
                            delete from hand_over h using stay where h.attendance_id = stay.id returning h.*
                        ), kept as (
                            insert into attendance_correction (
                                id, county_id, station_id, booking_id, child_id, kind, reason, corrected_by,
                                attendance_id, recorded_at, recorded_by, collector_id, guardian_id, pass_id,
                                collected_by_name, verified_how, departure)
                            select :id, y.county_id, y.station_id, y.booking_id, y.child_id, 'DEPARTURE', :reason,
                                   :staff, y.id, y.left_at, y.departure_recorded_by, g.collector_id, g.guardian_id,
                                   g.pass_id, g.name, g.verified_how, g.kind
                            from stay y left join gone g on g.attendance_id = y.id
                        )
                        update attendance a set left_at = null, departure_recorded_by = null
                        from stay where a.id = stay.id
                        """)
                .bind("stay", stay)
                .fetch()
                .rowsUpdated()
                .onErrorResume(DataIntegrityViolationException.class, arrivedMeanwhile -> Mono.just(0L));
    }

    /**
     * Says that a no-show was none; the booking is CONFIRMED again.
     *
     * @param reason null where a late check-in says so
     */
    Mono<Long> revertNoShow(UUID booking, @Nullable String reason, UUID staff) {
        return kept(reason, staff, """
                        with kept as (
                            insert into attendance_correction (
                                id, county_id, station_id, booking_id, child_id, kind, reason, corrected_by,
                                recorded_at, recorded_by)
                            select :id, b.county_id, s.station_id, b.id, b.child_id, 'NO_SHOW', :reason, :staff,
                                   b.missed_at, b.missed_by
                            from booking b join session s on s.id = b.session_id
                            where b.id = :booking
                        )
                        update booking set state = 'CONFIRMED', missed_at = null, missed_by = null where id = :booking
                        """).bind("booking", booking).fetch().rowsUpdated();
    }

    private DatabaseClient.GenericExecuteSpec kept(@Nullable String reason, UUID staff, String sql) {
        UUID id = IdType.next();
        return database.sql(sql)
                .bind("id", id)
                .bind(
                        "reason",
                        Parameter.fromOrEmpty(
                                reason == null ? null : encryption.encrypt(reason.strip(), reasonContext(id)),
                                byte[].class))
                .bind("staff", staff);
    }

    /** What was taken back of bookings, the first one first; the caller must be known to care for the children. */
    Mono<Map<UUID, List<Correction>>> ofBookings(Collection<UUID> bookings) {
        return ByOwner.read(bookings, database.sql("""
                        select b.id as booking, c.id, c.kind::text, c.corrected_at, c.recorded_at, c.reason
                        from unnest(:owners) b(id) cross join lateral (
                            select * from attendance_correction o where o.booking_id = b.id order by o.id limit :max) c
                        order by b.id, c.id
                        """).bind("max", MAX_OF_BOOKING), row -> {
            UUID id = required(row, "id", UUID.class);
            byte[] reason = row.get("reason", byte[].class);
            return new Correction(
                    CorrectionKind.valueOf(required(row, "kind", String.class)),
                    required(row, "corrected_at", Instant.class),
                    row.get("recorded_at", Instant.class),
                    reason == null ? null : encryption.decrypt(reason, reasonContext(id)));
        });
    }
}
