package org.doorstep.appeal;

import static org.doorstep.platform.database.Columns.required;

import java.util.UUID;
import org.doorstep.appeal.AppealRefusal.AlreadyAppealed;
import org.doorstep.appeal.AppealRefusal.NotMissed;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingState;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Says why a missed session should not count, once for a booking.
 * What triggers add: {@code docs/triggers.md#no_show_appeal}.
 */
@Component
class AppealNoShow {

    /** Why a missed session should not count. */
    record Input(String bookingId, String statement) {}

    /** The station will decide. */
    record NoShowAppealed(NoShowAppeal appeal) {}

    static final int MAX_TEXT = 500;

    private static final String STATEMENT = """
            with target as (
                select b.id, b.county_id, b.session_id, b.child_id, b.state, s.station_id
                from booking b join session s on s.id = b.session_id join child c on c.id = b.child_id
                where b.id = :booking and %s
                for update of b
            ), made as (
                insert into no_show_appeal (
                    id, county_id, station_id, session_id, child_id, booking_id, statement, made_by)
                select :id, t.county_id, t.station_id, t.session_id, t.child_id, t.id, :statement, :person
                from target t where t.state = 'NO_SHOW'
                on conflict (booking_id) do nothing
                returning id
            )
            select exists (select from made) as made, t.state::text as state from target t
            """.formatted(Families.ofPerson("c.family_id"));

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final Appeals appeals;

    AppealNoShow(DatabaseClient database, Transactions transactions, FieldEncryption encryption, Appeals appeals) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.appeals = appeals;
    }

    Mono<NoShowAppealed> appeal(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        new InputCheck().text(input.statement(), "statement", 1, MAX_TEXT).orRefuse();
        UUID id = IdType.next();
        Mono<UUID> made = database.sql(STATEMENT)
                .bind("person", caller.personId())
                .bind("booking", booking)
                .bind("id", id)
                .bind("statement", encryption.encrypt(input.statement().strip(), NoShowAppeal.statementContext(id)))
                .map(row -> {
                    if (Boolean.TRUE.equals(row.get("made", Boolean.class))) {
                        return id;
                    }
                    BookingState state = BookingState.valueOf(required(row, "state", String.class));
                    throw new Refused(state == BookingState.NO_SHOW ? new AlreadyAppealed() : new NotMissed(state));
                })
                .one();
        return transactions
                .writeStatement(made)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(appeal -> appeals.find(appeal, selection))
                .map(NoShowAppealed::new);
    }
}
