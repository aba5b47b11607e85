package org.doorstep.attendance;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingState;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that a booked child came: the attendance and the booking's state in one statement. */
@Component
class RecordArrival {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Rosters rosters;

    RecordArrival(DatabaseClient database, Transactions transactions, Rosters rosters) {
        this.database = database;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<ArrivalRecorded> record(Caller caller, RecordArrivalInput input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(input.bookingId());
        return transactions.write(arrive(caller, booking)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .then(Mono.defer(() -> rosters.entry(booking, selection, access)))
                .map(ArrivalRecorded::new));
    }

    private Mono<Boolean> arrive(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        // the lock lets the second of two devices see what the first one did
        String sql = """
                with target as (
                    select b.id, b.county_id, b.session_id, b.child_id, b.state, s.starts_at, s.ends_at,
                           s.cancelled_at is null and now() >= s.starts_at - interval '2 hours' and now() < s.ends_at
                               as is_today
                    from booking b join session s on s.id = b.session_id
                    %s for update of b
                ), arrived as (
                    insert into attendance (
                        id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                    select :id, t.county_id, t.session_id, t.child_id, t.id, now(), :person
                    from target t where t.state = 'CONFIRMED' and t.is_today
                    on conflict do nothing
                    returning booking_id
                ), attended as (
                    update booking b set state = 'ATTENDED' from arrived where b.id = arrived.booking_id
                )
                select exists (select from arrived) as recorded, t.state::text as state, t.is_today,
                       t.starts_at, t.ends_at
                from target t
                """.formatted(where.sql());
        return where.bindTo(database.sql(sql))
                .bind("id", IdType.next())
                .bind("person", caller.personId())
                .map(RecordArrival::recordedOrRefused)
                .one();
    }

    private static boolean recordedOrRefused(Readable row) {
        if (Boolean.TRUE.equals(row.get("recorded", Boolean.class))) {
            return true;
        }
        throw new Refused(refusal(row));
    }

    private static Refusal refusal(Readable row) {
        BookingState state = BookingState.valueOf(Objects.requireNonNull(row.get("state", String.class)));
        if (state == BookingState.ATTENDED) {
            return new AlreadyArrived();
        }
        if (state != BookingState.CONFIRMED) {
            return new NotBooked(state);
        }
        if (!Boolean.TRUE.equals(row.get("is_today", Boolean.class))) {
            return new SessionNotToday(
                    Objects.requireNonNull(row.get("starts_at", Instant.class)),
                    Objects.requireNonNull(row.get("ends_at", Instant.class)));
        }
        return new ArrivedElsewhere();
    }
}
