package org.doorstep.funding;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of foundations and of their grants. */
@Repository
class Foundations {

    /** A funder sees its own grants, those who answer for a project all of them. */
    private static final String VISIBLE_GRANT =
            "(t.foundation_id = any(:foundations) or exists (select from project gp where gp.id = t.project_id and "
                    + FundingSight.managed("gp") + "))";

    private final DatabaseClient database;

    Foundations(DatabaseClient database) {
        this.database = database;
    }

    /** The foundation, or empty when it does not exist or the caller may not see it. */
    Mono<Foundation> find(UUID id, FundingSight funding, Selection selection) {
        if (!funding.sees(id)) {
            return Mono.empty();
        }
        Plan<Foundation> plan = Foundation.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :id")
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Grant> findGrant(UUID id, FundingSight funding, Selection selection) {
        Plan<Grant> plan = Grant.PROJECTION.plan(selection);
        return funding.bindTo(database.sql(plan.select() + "where t.id = :id and " + VISIBLE_GRANT))
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Map<UUID, List<Grant>>> grantsOfProjects(
            Collection<UUID> projects, int first, FundingSight funding, Selection selection) {
        Plan<Grant> plan = Grant.PROJECTION.plan(selection);
        return grants("project_id", projects, first, funding, plan);
    }

    Mono<Map<UUID, List<Grant>>> grantsOfFoundations(
            Collection<UUID> foundations, int first, FundingSight funding, Selection selection) {
        Plan<Grant> plan = Grant.PROJECTION.plan(selection);
        return grants("foundation_id", foundations, first, funding, plan);
    }

    private Mono<Map<UUID, List<Grant>>> grants(
            String owner, Collection<UUID> owners, int first, FundingSight funding, Plan<Grant> plan) {
        String sql = "select o.id, " + plan.columns() + " from unnest(:owners) o(id) cross join lateral ("
                + "select t.id from project_grant t where t." + owner + " = o.id and " + VISIBLE_GRANT
                + " order by t.awarded_on desc, t.id desc limit :first) n cross join " + plan.from()
                + " where t.id = n.id order by o.id, t.awarded_on desc, t.id desc";
        return ByOwner.read(owners, funding.bindTo(database.sql(sql)).bind("first", first), row -> plan.read(row, 1));
    }
}
