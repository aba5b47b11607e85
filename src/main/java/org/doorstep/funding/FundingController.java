package org.doorstep.funding;

import org.doorstep.funding.AssignStations.StationsAssigned;
import org.doorstep.funding.AwardGrant.GrantAwarded;
import org.doorstep.funding.CreateProject.ProjectCreated;
import org.doorstep.funding.LinkEvents.EventsLinked;
import org.doorstep.funding.PublishProject.ProjectPublished;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Changes of funding in GraphQL. */
@Controller
class FundingController {

    private final CreateProject createProject;
    private final AwardGrant awardGrant;
    private final AssignStations assignStations;
    private final LinkEvents linkEvents;
    private final PublishProject publishProject;

    FundingController(
            CreateProject createProject,
            AwardGrant awardGrant,
            AssignStations assignStations,
            LinkEvents linkEvents,
            PublishProject publishProject) {
        this.createProject = createProject;
        this.awardGrant = awardGrant;
        this.assignStations = assignStations;
        this.linkEvents = linkEvents;
        this.publishProject = publishProject;
    }

    @MutationMapping
    Mono<ProjectCreated> createProject(@Argument CreateProject.Input input, Caller caller, Selection selection) {
        return createProject.create(caller, input, selection.at("project"));
    }

    @MutationMapping
    Mono<GrantAwarded> awardGrant(@Argument AwardGrant.Input input, Caller caller, Selection selection) {
        return awardGrant.award(caller, input, selection.at("grant"));
    }

    @MutationMapping
    Mono<StationsAssigned> assignStations(@Argument AssignStations.Input input, Caller caller, Selection selection) {
        return assignStations.assign(caller, input, selection.at("project"));
    }

    @MutationMapping
    Mono<EventsLinked> linkEvents(@Argument LinkEvents.Input input, Caller caller, Selection selection) {
        return linkEvents.link(caller, input, selection.at("project"));
    }

    @MutationMapping
    Mono<ProjectPublished> publishProject(@Argument PublishProject.Input input, Caller caller, Selection selection) {
        return publishProject.publish(caller, input, selection.at("project"));
    }
}
