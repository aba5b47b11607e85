package org.doorstep.funding;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What all changes of a project share: its lock for who may change it, and the project as it is afterwards. */
@Component
class ProjectChanges {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FundingRights rights;
    private final Projects projects;

    ProjectChanges(DatabaseClient database, Transactions transactions, FundingRights rights, Projects projects) {
        this.database = database;
        this.transactions = transactions;
        this.rights = rights;
        this.projects = projects;
    }

    static void check(List<String> ids, String path, int max) {
        InputCheck check = new InputCheck();
        CreateProject.Input.checkIds(check, ids, path, max);
        check.orRefuse();
    }

    /** The project as it is after a change, which had its row locked. */
    Mono<Project> changed(Caller caller, String projectId, Function<UUID, Mono<Void>> change, Selection selection) {
        return transactions
                .write(rights.lock(caller, projectId)
                        .flatMap(project -> change.apply(project).thenReturn(project)))
                .flatMap(project -> projects.find(project, FundingSight.of(caller), selection));
    }

    /** Replaces what is linked to a project by what is wanted, all of it of the county. */
    Function<UUID, Mono<Void>> replace(
            List<String> ids, Function<String, UUID> decode, String ofCounty, String table, String column) {
        UUID[] wanted = ids.stream().map(decode).toArray(UUID[]::new);
        return project -> database.sql("select county_id from project where id = :project")
                .bind("project", project)
                .mapValue(UUID.class)
                .one()
                .flatMap(county -> rights.requireAll(ids, decode, ofCounty, county))
                .then(database.sql("delete from " + table + " where project_id = :project and " + column
                                + " <> all(:wanted)")
                        .bind("project", project)
                        .bind("wanted", wanted)
                        .then())
                .then(database.sql("insert into " + table + " (project_id, " + column
                                + ") select :project, w from unnest(:wanted) w on conflict do nothing")
                        .bind("project", project)
                        .bind("wanted", wanted)
                        .then());
    }
}
