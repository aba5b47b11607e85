package org.doorstep.funding;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Changes of funding in GraphQL. */
@Controller
class FundingMutations {

    private final CreateProject createProject;
    private final AwardGrant awardGrant;
    private final ChangeProject changeProject;

    FundingMutations(CreateProject createProject, AwardGrant awardGrant, ChangeProject changeProject) {
        this.createProject = createProject;
        this.awardGrant = awardGrant;
        this.changeProject = changeProject;
    }

    @MutationMapping
    Mono<Object> createProject(
            @Argument CreateProjectInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(Mono.defer(() -> createProject.create(caller, input, Selection.of(environment))));
    }

    @MutationMapping
    Mono<Object> awardGrant(
            @Argument AwardGrantInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(Mono.defer(() -> awardGrant.award(caller, input, Selection.of(environment))));
    }

    @MutationMapping
    Mono<Object> assignStations(
            @Argument AssignStationsInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                Mono.defer(() -> changeProject.assignStations(caller, input, Selection.of(environment))));
    }

    @MutationMapping
    Mono<Object> linkEvents(
            @Argument LinkEventsInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(Mono.defer(() -> changeProject.linkEvents(caller, input, Selection.of(environment))));
    }

    @MutationMapping
    Mono<Object> publishProject(
            @Argument PublishProjectInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(Mono.defer(() -> changeProject.publish(caller, input, Selection.of(environment))));
    }
}
