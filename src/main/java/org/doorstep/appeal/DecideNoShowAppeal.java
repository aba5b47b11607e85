package org.doorstep.appeal;

import static org.doorstep.platform.database.Columns.required;

import java.util.List;
import java.util.UUID;
import org.doorstep.appeal.AppealRefusal.AppealAlreadyDecided;
import org.doorstep.appeal.NoShowAppeal.NoShowDecision;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Decides an appeal, once; a no-show that is excused counts no more. */
@Component
class DecideNoShowAppeal {

    /** What the station says to an appeal. */
    record Input(String appealId, NoShowDecision decision, String note) {}

    /** The appeal is decided. */
    record NoShowAppealDecided(NoShowAppeal appeal) {}

    private static final String STATEMENT = """
            with target as (
                select t.id, t.decision from no_show_appeal t %s for update of t
            ), decided as (
                update no_show_appeal a
                set decision = :decision::no_show_decision, note = :note, decided_by = :person, decided_at = now()
                from target where a.id = target.id and target.decision is null
                returning a.booking_id
            ), excused as (
                update booking b set excused_at = now()
                from decided d where b.id = d.booking_id and b.state = 'NO_SHOW' and :decision = 'EXCUSED'
            )
            select t.decision is null as open, coalesce(t.decision::text, :decision) as decision from target t
            """;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final Appeals appeals;

    DecideNoShowAppeal(
            DatabaseClient database, Transactions transactions, FieldEncryption encryption, Appeals appeals) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.appeals = appeals;
    }

    Mono<NoShowAppealDecided> decide(Caller caller, Input input, Access access, Selection selection) {
        StationRights.requireAny(caller);
        UUID id = NoShowAppeal.ID.decode(input.appealId());
        new InputCheck().text(input.note(), "note", 1, AppealNoShow.MAX_TEXT).orRefuse();
        Where where = StationRights.restrict(new Where().and("t.id = :id", "id", id), caller, "t.station_id");
        Mono<UUID> decided = where.bindTo(database.sql(STATEMENT.formatted(where.sql())))
                .bind("person", caller.personId())
                .bind("decision", input.decision().name())
                .bind("note", encryption.encrypt(input.note().strip(), NoShowAppeal.noteContext(id)))
                .map(row -> {
                    if (Boolean.TRUE.equals(row.get("open", Boolean.class))) {
                        return id;
                    }
                    throw new Refused(
                            new AppealAlreadyDecided(NoShowDecision.valueOf(required(row, "decision", String.class))));
                })
                .one();
        return transactions.write(decided.switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.appealId()))))
                .flatMap(appeal -> appeals.find(appeal, selection))
                .delayUntil(appeal -> appeals.log(List.of(appeal), access))
                .map(NoShowAppealDecided::new));
    }
}
