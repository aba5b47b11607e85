package org.doorstep.funding;

import java.util.List;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says where a project runs. Repeating it is harmless. */
@Component
class AssignStations {

    /** The stations of a project. */
    record Input(String projectId, List<String> stationIds) {}

    /** The project runs at these stations and no others. */
    record StationsAssigned(Project project) {}

    private final ProjectChanges changes;

    AssignStations(ProjectChanges changes) {

        this.changes = changes;
    }

    Mono<StationsAssigned> assign(Caller caller, Input input, Selection selection) {
        FundingRights.requireAny(caller);
        ProjectChanges.check(input.stationIds(), "stationIds", CreateProject.Input.MAX_STATIONS);
        return changes.changed(
                        caller,
                        input.projectId(),
                        changes.replace(
                                input.stationIds(),
                                Station.ID::decode,
                                "select s.id from station s where s.county_id = :county",
                                "project_station",
                                "station_id"),
                        selection)
                .map(StationsAssigned::new);
    }
}
