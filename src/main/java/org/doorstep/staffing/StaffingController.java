package org.doorstep.staffing;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.RosterEntry;
import org.doorstep.event.Session;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** Staffing alerts in GraphQL, for those who manage the station. */
@Controller
class StaffingController {

    private final BatchField<UUID, StaffingAlert> ofSession;
    private final BatchField<UUID, List<StaffingAlert>> ofStation;
    private final BatchField<UUID, List<RosterEntry>> childrenAtRisk;

    StaffingController(StaffingAlerts alerts, BatchLoaderRegistry registry) {
        this.ofSession = new BatchField<>(
                registry,
                "Session.staffingAlert",
                (sessions, environment) ->
                        alerts.ofSessions(sessions, Caller.of(environment), Selection.of(environment)));
        this.ofStation = new BatchField<>(
                registry,
                "Station.staffingAlerts",
                (stations, environment) -> alerts.ofStations(
                        stations,
                        Caller.of(environment),
                        PageArguments.first(environment, PageArguments.MAX),
                        Selection.of(environment)));
        this.childrenAtRisk = new BatchField<>(
                registry,
                "StaffingAlert.childrenAtRisk",
                (sessions, environment) -> alerts.childrenAtRisk(
                        sessions,
                        Selection.of(environment),
                        Access.of(Caller.of(environment), Access.Purpose.STAFFING, environment)));
    }

    @SchemaMapping
    CompletableFuture<StaffingAlert> staffingAlert(Session session, DataFetchingEnvironment environment) {
        return ofSession.load(session.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<StaffingAlert>> staffingAlerts(Station station, DataFetchingEnvironment environment) {
        return ofStation.load(station.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<RosterEntry>> childrenAtRisk(StaffingAlert alert, DataFetchingEnvironment environment) {
        return alert.resolvedAt() == null
                ? childrenAtRisk.load(alert.sessionId(), environment)
                : CompletableFuture.completedFuture(List.of());
    }
}
