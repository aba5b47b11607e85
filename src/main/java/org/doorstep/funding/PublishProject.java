package org.doorstep.funding;

import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets everyone see a project. Repeating it is harmless. */
@Component
class PublishProject {

    /** The project to publish. */
    record Input(String projectId) {}

    /** Everyone may see the project. */
    record ProjectPublished(Project project) {}

    private final DatabaseClient database;
    private final ProjectChanges changes;

    PublishProject(DatabaseClient database, ProjectChanges changes) {
        this.database = database;
        this.changes = changes;
    }

    Mono<ProjectPublished> publish(Caller caller, Input input, Selection selection) {
        FundingRights.requireAny(caller);

        return changes.changed(
                        caller,
                        input.projectId(),
                        project -> database.sql(
                                        "update project set published_at = coalesce(published_at, now()) where id = :id")
                                .bind("id", project)
                                .then(),
                        selection)
                .map(ProjectPublished::new);
    }
}
