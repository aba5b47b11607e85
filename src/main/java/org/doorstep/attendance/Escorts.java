package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.attendance.Escort.EscortKind;
import org.doorstep.attendance.Escorts.OddTime;
import org.doorstep.booking.Booking;
import org.doorstep.custody.Collector;
import org.doorstep.custody.CollectorRelation;
import org.doorstep.custody.PickUpPasses;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.incident.Incident;
import org.doorstep.platform.crypto.FieldEncryption;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Who brought and took children, for their families and for the staff and masters of the station. */
@Repository
class Escorts {

    /** What is odd about a moment that was recorded. */
    enum OddTime {
        BEFORE_OPENING,
        AFTER_END,
        AFTER_DAY,
        RECORDED_LATE
    }

    /** When a child came, with whom, and what to know about its health. */
    record Arrival(
            Instant at,
            @Nullable Escort broughtBy,
            @Nullable String healthNote,
            List<OddTime> odd) {

        /** Tells nothing of the child, since records end up in logs. */
        @Override
        public String toString() {
            return "Arrival " + at;
        }
    }

    /** How a child left a session. */
    record Departure(
            DepartureKind kind,
            @Nullable Instant at,
            @Nullable String movedOnToBookingId,
            List<OddTime> odd) {}

    /** When a child left, with whom, and how the person was known. */
    record HandOver(Instant leftAt, Escort collectedBy, IdentityCheck verifiedHow) {}

    private static final String NAMES = """
            left join collector k on k.id = e.collector
            left join person g on g.id = e.guardian
            left join pick_up_pass w on w.id = e.pass
            """;
    private static final String ODD_ARRIVAL = """
            (select array_remove(array[
                 case when a.arrived_at < s.starts_at - interval '2 hours' then 'BEFORE_OPENING' end,
                 case when a.arrived_at >= s.ends_at then 'AFTER_END' end,
                 case when local_day(a.arrived_at) > local_day(s.ends_at) then 'AFTER_DAY' end,
                 case when a.created_at > a.arrived_at + interval '48 hours' then 'RECORDED_LATE' end], null)
             from session s where s.id = a.session_id)""";
    private static final String ODD_DEPARTURE = """
            (select array_remove(array[
                 case when h.left_at < s.starts_at - interval '2 hours' then 'BEFORE_OPENING' end,
                 case when local_day(h.left_at) > local_day(s.ends_at) then 'AFTER_DAY' end,
                 case when h.recorded_at > h.left_at + interval '48 hours' then 'RECORDED_LATE' end], null)
             from session s where s.id = a.session_id)""";
    private static final String COLUMNS = "e.collector, k.name as collector_name, k.relation::text as relation,"
            + " e.guardian, g.name as guardian_name, e.pass, w.name as pass_name, e.name, e.unlisted";

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    Escorts(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    static String healthNoteContext(UUID attendance) {
        return "attendance.health_note:" + attendance;
    }

    static String broughtByContext(UUID attendance) {
        return "attendance.brought_by_name:" + attendance;
    }

    static String collectedByContext(UUID attendance) {
        return "hand_over.name:" + attendance;
    }

    /** The arrivals of bookings that the caller may know the details of. */
    Mono<Map<UUID, Arrival>> arrivals(Collection<UUID> bookings, Caller caller) {
        return ofBookings(
                bookings,
                caller,
                "select a.booking_id, a.id, a.arrived_at, a.health_note, " + ODD_ARRIVAL + " as odd, " + COLUMNS + """
                 from attendance a
                cross join lateral (select a.brought_by_collector, a.brought_by_guardian, null::uuid, a.brought_by_name,
                                            a.brought_by_name is not null)
                    e(collector, guardian, pass, name, unlisted)
                """
                        + NAMES,
                this::arrival);
    }

    /** The hand-overs of bookings that the caller may know the details of. */
    Mono<Map<UUID, HandOver>> handOvers(Collection<UUID> bookings, Caller caller) {
        return ofBookings(
                bookings,
                caller,
                "select a.booking_id, a.id, h.left_at, h.verified_how::text, " + COLUMNS + """
                 from attendance a join hand_over h on h.attendance_id = a.id and h.kind = 'HANDED_OVER'
                cross join lateral (select h.collector_id, h.guardian_id, h.pass_id, h.name, h.unlisted)
                    e(collector, guardian, pass, name, unlisted)
                """ + NAMES,
                this::handOver);
    }

    /** How the children of bookings left that the caller may know the details of. */
    Mono<Map<UUID, Departure>> departures(Collection<UUID> bookings, Caller caller) {
        return ofBookings(
                bookings,
                caller,
                "select a.booking_id, h.kind::text, h.left_at, m.booking_id as moved_to, " + ODD_DEPARTURE + """
                  as odd
                from attendance a join hand_over h on h.attendance_id = a.id
                left join attendance m on m.id = h.moved_to
                """,
                Escorts::departure);
    }

    private static Departure departure(Readable row) {
        DepartureKind kind = DepartureKind.valueOf(required(row, "kind", String.class));
        UUID movedTo = row.get("moved_to", UUID.class);
        boolean known = kind != DepartureKind.NOT_RECORDED;
        return new Departure(
                kind,
                known ? row.get("left_at", Instant.class) : null,
                movedTo == null ? null : Booking.ID.encode(movedTo),
                known ? odd(row) : List.of());
    }

    private static List<OddTime> odd(Readable row) {
        return Arrays.stream(required(row, "odd", String[].class))
                .map(OddTime::valueOf)
                .toList();
    }

    /** Who came for the children of incidents, as far as known; the caller must be known to care for the children. */
    Mono<Map<UUID, Escort>> ofIncidents(Collection<UUID> incidents) {
        return database.sql("select i.id, " + COLUMNS + """
                         from incident i
                        cross join lateral (select i.collector_id, i.guardian_id, i.pass_id, i.name, i.name is not null)
                            e(collector, guardian, pass, name, unlisted)
                        """ + NAMES + """
                        where i.id = any(:incidents) and num_nonnulls(e.collector, e.guardian, e.pass, e.name) = 1
                        """)
                .bind("incidents", incidents.toArray(UUID[]::new))
                .map(row -> {
                    UUID id = required(row, "id", UUID.class);
                    return Map.entry(id, Objects.requireNonNull(escort(row, Incident.nameContext(id))));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private <T> Mono<Map<UUID, T>> ofBookings(
            Collection<UUID> bookings, Caller caller, String select, Function<Readable, T> read) {
        return database.sql(select + """
                        where a.booking_id = any(:bookings) and (
                            exists (select from session s where s.id = a.session_id and s.station_id = any(:stations))
                            or exists (select from child c where c.id = a.child_id and %s))
                        """.formatted(Families.ofPerson("c.family_id")))
                .bind("bookings", bookings.toArray(UUID[]::new))
                .bind("stations", caller.workplaces().toArray(UUID[]::new))
                .bind("person", caller.personId())
                .map(row -> Map.entry(required(row, 0, UUID.class), read.apply(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Arrival arrival(Readable row) {
        UUID attendance = required(row, "id", UUID.class);
        return new Arrival(
                required(row, "arrived_at", Instant.class),
                escort(row, broughtByContext(attendance)),
                opened(row, "health_note", healthNoteContext(attendance)),
                odd(row));
    }

    private HandOver handOver(Readable row) {
        UUID attendance = required(row, "id", UUID.class);
        return new HandOver(
                required(row, "left_at", Instant.class),
                Objects.requireNonNull(escort(row, collectedByContext(attendance))),
                IdentityCheck.valueOf(required(row, "verified_how", String.class)));
    }

    private @Nullable Escort escort(Readable row, String nameContext) {
        UUID collector = row.get("collector", UUID.class);
        if (collector != null) {
            String relation = required(row, "relation", String.class);
            return new Escort(
                    EscortKind.COLLECTOR,
                    opened(row, "collector_name", Collector.nameContext(collector)),
                    CollectorRelation.valueOf(relation));
        }
        UUID guardian = row.get("guardian", UUID.class);
        if (guardian != null) {
            return new Escort(EscortKind.GUARDIAN, opened(row, "guardian_name", People.nameContext(guardian)), null);
        }
        UUID pass = row.get("pass", UUID.class);
        if (pass != null) {
            return new Escort(EscortKind.PASS_HOLDER, opened(row, "pass_name", PickUpPasses.nameContext(pass)), null);
        }
        return Boolean.TRUE.equals(row.get("unlisted", Boolean.class))
                ? new Escort(EscortKind.UNLISTED, opened(row, "name", nameContext), null)
                : null;
    }

    private @Nullable String opened(Readable row, String column, String context) {
        byte[] sealed = row.get(column, byte[].class);
        return sealed == null ? null : encryption.decrypt(sealed, context);
    }
}
