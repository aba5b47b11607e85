package org.doorstep.attendance;

import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that a child left, once. */
@Component
class RecordDeparture {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Rosters rosters;

    RecordDeparture(DatabaseClient database, Transactions transactions, Rosters rosters) {
        this.database = database;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<DepartureRecorded> record(Caller caller, RecordDepartureInput input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(input.bookingId());
        return transactions.write(leave(caller, booking)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .then(Mono.defer(() -> rosters.entry(booking, selection, access)))
                .map(DepartureRecorded::new));
    }

    private Mono<Boolean> leave(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        String sql = """
                with target as (
                    select b.id from booking b join session s on s.id = b.session_id %s
                ), departed as (
                    update attendance a
                    set left_at = greatest(now(), a.arrived_at), departure_recorded_by = :person
                    from target t where a.booking_id = t.id and a.left_at is null
                    returning a.id
                )
                select exists (select from departed) as recorded,
                       exists (select from attendance a where a.booking_id = t.id) as arrived
                from target t
                """.formatted(where.sql());
        return where.bindTo(database.sql(sql))
                .bind("person", caller.personId())
                .map(RecordDeparture::recordedOrRefused)
                .one();
    }

    private static boolean recordedOrRefused(Readable row) {
        if (Boolean.TRUE.equals(row.get("recorded", Boolean.class))) {
            return true;
        }
        throw new Refused(
                Boolean.TRUE.equals(row.get("arrived", Boolean.class)) ? new AlreadyLeft() : new NotArrived());
    }
}
