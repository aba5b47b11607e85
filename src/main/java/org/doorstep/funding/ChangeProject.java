package org.doorstep.funding;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.event.Event;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.station.Station;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says where a project runs, what counts toward it, and that everyone may see it. Repeating a change is harmless. */
@Component
class ChangeProject {

    private static final int MAX_EVENTS = 500;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FundingRights rights;
    private final Projects projects;

    ChangeProject(DatabaseClient database, Transactions transactions, FundingRights rights, Projects projects) {
        this.database = database;
        this.transactions = transactions;
        this.rights = rights;
        this.projects = projects;
    }

    Mono<StationsAssigned> assignStations(Caller caller, AssignStationsInput input, Selection selection) {
        FundingRights.requireAny(caller);
        check(input.stationIds(), "stationIds", CreateProjectInput.MAX_STATIONS);
        return changed(
                        caller,
                        input.projectId(),
                        replace(
                                input.stationIds(),
                                Station.ID::decode,
                                "select s.id from station s where s.county_id = :county",
                                "project_station",
                                "station_id"),
                        selection)
                .map(StationsAssigned::new);
    }

    Mono<EventsLinked> linkEvents(Caller caller, LinkEventsInput input, Selection selection) {
        FundingRights.requireAny(caller);
        check(input.eventIds(), "eventIds", MAX_EVENTS);
        return changed(
                        caller,
                        input.projectId(),
                        replace(
                                input.eventIds(),
                                Event.ID::decode,
                                "select e.id from event e where e.county_id = :county",
                                "project_event",
                                "event_id"),
                        selection)
                .map(EventsLinked::new);
    }

    Mono<ProjectPublished> publish(Caller caller, PublishProjectInput input, Selection selection) {
        FundingRights.requireAny(caller);
        return changed(
                        caller,
                        input.projectId(),
                        project -> database.sql(
                                        "update project set published_at = coalesce(published_at, now()) where id = :id")
                                .bind("id", project)
                                .then(),
                        selection)
                .map(ProjectPublished::new);
    }

    private static void check(List<String> ids, String path, int max) {
        InputCheck check = new InputCheck();
        CreateProjectInput.checkIds(check, ids, path, max);
        check.orRefuse();
    }

    private Mono<Project> changed(
            Caller caller, String projectId, Function<UUID, Mono<Void>> change, Selection selection) {
        return transactions
                .write(rights.lock(caller, projectId)
                        .flatMap(project -> change.apply(project).thenReturn(project)))
                .flatMap(project -> projects.find(project, Funding.of(caller), selection.at("project")));
    }

    private Function<UUID, Mono<Void>> replace(
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
