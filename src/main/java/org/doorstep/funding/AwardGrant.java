package org.doorstep.funding;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that a foundation funds a project. */
@Component
class AwardGrant {

    /** A grant to award. */
    record Input(UUID idempotencyKey, String projectId, String foundationId, MoneyInput amount, LocalDate awardedOn) {}

    /** The foundation funds the project. */
    record GrantAwarded(Grant grant) {}

    private static final int MIN_YEAR = 2000;
    private static final int MAX_YEAR = 2100;

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final FundingRights rights;
    private final Foundations foundations;

    AwardGrant(DatabaseClient database, IdempotencyKeys keys, FundingRights rights, Foundations foundations) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.foundations = foundations;
    }

    Mono<GrantAwarded> award(Caller caller, Input input, Selection selection) {
        FundingRights.requireAny(caller);
        UUID foundation = Foundation.ID.decode(input.foundationId());
        InputCheck check = new InputCheck().range(input.awardedOn().getYear(), "awardedOn", MIN_YEAR, MAX_YEAR);
        input.amount().check(check, "amount");
        check.orRefuse();
        Mono<List<UUID>> work = rights.lock(caller, input.projectId())
                .flatMap(project -> requireFoundation(foundation, input).then(insert(project, foundation, input)));
        return keys.once(caller.personId(), input.idempotencyKey(), "awardGrant", input, work)
                .flatMap(created -> foundations.findGrant(created.get(0), FundingSight.of(caller), selection))
                .map(GrantAwarded::new);
    }

    private Mono<Void> requireFoundation(UUID foundation, Input input) {
        return database.sql("""
                        select :awardedOn <= (now() at time zone 'Asia/Shanghai')::date
                        from foundation where id = :foundation
                        """)
                .bind("awardedOn", input.awardedOn())
                .bind("foundation", foundation)
                .mapValue(Boolean.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.foundationId()))))
                .flatMap(past ->
                        past ? Mono.empty() : Mono.error(new Refused(InvalidInput.of("awardedOn", "not-in-future"))));
    }

    private Mono<List<UUID>> insert(UUID project, UUID foundation, Input input) {
        UUID grant = IdType.next();
        return database.sql("""
                        insert into project_grant (id, project_id, foundation_id, amount, currency, awarded_on)
                        values (:grant, :project, :foundation, :amount, :currency, :awardedOn)
                        """)
                .bind("grant", grant)
                .bind("project", project)
                .bind("foundation", foundation)
                .bind("amount", input.amount().amount())
                .bind("currency", input.amount().currency().getCurrencyCode())
                .bind("awardedOn", input.awardedOn())
                .fetch()
                .rowsUpdated()
                .thenReturn(List.of(grant));
    }
}
