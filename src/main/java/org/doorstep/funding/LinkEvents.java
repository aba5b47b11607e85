package org.doorstep.funding;

import java.util.List;
import org.doorstep.event.Event;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says which events count toward a project. Repeating it is harmless. */
@Component
class LinkEvents {

    /** The events of a project. */
    record Input(String projectId, List<String> eventIds) {}

    /** These events and no others count toward the project. */
    record EventsLinked(Project project) {}

    private static final int MAX_EVENTS = 500;

    private final ProjectChanges changes;

    LinkEvents(ProjectChanges changes) {

        this.changes = changes;
    }

    Mono<EventsLinked> link(Caller caller, Input input, Selection selection) {
        FundingRights.requireAny(caller);
        ProjectChanges.check(input.eventIds(), "eventIds", MAX_EVENTS);
        return changes.changed(
                        caller,
                        input.projectId(),
                        changes.replace(
                                input.eventIds(),
                                Event.ID::decode,
                                "select e.id from event e where e.county_id = :county",
                                "project_event",
                                "event_id"),
                        selection)
                .map(EventsLinked::new);
    }
}
