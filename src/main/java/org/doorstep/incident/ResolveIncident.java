package org.doorstep.incident;

import java.util.List;
import java.util.UUID;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.incident.IncidentRefusal.IncidentAlreadyResolved;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Resolves an incident, once, with a note on what was found. */
@Component
class ResolveIncident {

    /** What became of an incident. */
    record Input(String incidentId, String note) {}

    /** The incident is resolved. */
    record IncidentResolved(Incident incident) {}

    private static final int MAX_NOTE = 1000;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final Incidents incidents;

    ResolveIncident(
            DatabaseClient database, Transactions transactions, FieldEncryption encryption, Incidents incidents) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.incidents = incidents;
    }

    Mono<IncidentResolved> resolve(Caller caller, Input input, Selection selection, Access access) {
        StationRights.requireAny(caller);
        new InputCheck().text(input.note(), "note", 1, MAX_NOTE).orRefuse();
        UUID id = Incident.ID.decode(input.incidentId());
        Where where = StationRights.restrict(new Where().and("t.id = :id", "id", id), caller, "t.station_id");
        Plan<Incident> plan = Incident.PROJECTION.plan(selection);
        Mono<Boolean> resolved = where.bindTo(database.sql("""
                        with target as (select t.id from incident t %s for update of t), done as (
                            update incident i set resolved_by = :person, resolved_at = now(), note = :note
                            from target where i.id = target.id and i.resolved_at is null returning i.id
                        )
                        select exists (select from done) from target
                        """.formatted(where.sql())))
                .bind("person", caller.personId())
                .bind("note", encryption.encrypt(input.note().strip(), Incident.noteContext(id)))
                .mapValue(Boolean.class)
                .one();
        return transactions.write(resolved.switchIfEmpty(
                        Mono.error(() -> new Refused(new NotFound(input.incidentId()))))
                .flatMap(done -> done
                        ? database.sql(plan.select() + "where t.id = :id")
                                .bind("id", id)
                                .map(row -> plan.read(row))
                                .one()
                        : Mono.error(() -> new Refused(new IncidentAlreadyResolved())))
                .delayUntil(incident -> incidents.log(List.of(incident), access))
                .map(IncidentResolved::new));
    }
}
