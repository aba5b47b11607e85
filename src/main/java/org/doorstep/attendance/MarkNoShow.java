package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.AlreadyArrived;
import org.doorstep.attendance.AttendanceRefusal.AlreadyNoShow;
import org.doorstep.attendance.AttendanceRefusal.NotBooked;
import org.doorstep.attendance.AttendanceRefusal.SessionNotOver;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingState;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that a booked child did not come, in one statement. */
@Component
class MarkNoShow {

    /** A booked child who did not come. */
    record Input(String bookingId) {}

    /** The child did not come. */
    record NoShowMarked(RosterEntry entry) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Rosters rosters;

    MarkNoShow(DatabaseClient database, Transactions transactions, Rosters rosters) {
        this.database = database;
        this.transactions = transactions;
        this.rosters = rosters;
    }

    Mono<NoShowMarked> mark(Caller caller, Input input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        UUID booking = Booking.ID.decode(input.bookingId());
        return transactions.write(miss(caller, booking)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .then(Mono.defer(() -> rosters.entry(booking, selection, access)))
                .map(NoShowMarked::new));
    }

    private Mono<Boolean> miss(Caller caller, UUID booking) {
        Where where =
                StationRights.restrict(new Where().and("b.id = :booking", "booking", booking), caller, "s.station_id");
        String sql = """
                with turn as (
                    select s.id, s.ends_at, s.ends_at <= now() and s.cancelled_at is null as is_over
                    from session s join booking b on b.session_id = s.id
                    %s for no key update of s
                ), held as (
                    select b.id, b.state, t.ends_at, t.is_over
                    from turn t join booking b on b.session_id = t.id where b.id = :booking
                    for update of b
                ), missed as (
                    update booking b set state = 'NO_SHOW', missed_at = now(), missed_by = :person
                    from held h where b.id = h.id and h.state = 'CONFIRMED' and h.is_over
                )
                select h.state::text as state, h.is_over, h.ends_at from held h
                """.formatted(where.sql());
        return where.bindTo(database.sql(sql))
                .bind("person", caller.personId())
                .map(MarkNoShow::missedOrRefused)
                .one();
    }

    private static boolean missedOrRefused(Readable row) {
        BookingState state = BookingState.valueOf(required(row, "state", String.class));
        switch (state) {
            case CONFIRMED -> {
                if (!Boolean.TRUE.equals(row.get("is_over", Boolean.class))) {
                    throw new Refused(new SessionNotOver(required(row, "ends_at", Instant.class)));
                }
                return true;
            }
            case ATTENDED -> throw new Refused(new AlreadyArrived());
            case NO_SHOW -> throw new Refused(new AlreadyNoShow());
            default -> throw new Refused(new NotBooked(state));
        }
    }
}
