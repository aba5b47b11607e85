package org.doorstep.funding;

import org.doorstep.event.Event;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says which events count toward a project. Repeating it is harmless. */
@Component
class LinkEvents {

    private static final int MAX_EVENTS = 500;

    private final ProjectChanges changes;

    LinkEvents(ProjectChanges changes) {

        this.changes = changes;
    }

    Mono<EventsLinked> link(Caller caller, LinkEventsInput input, Selection selection) {
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
