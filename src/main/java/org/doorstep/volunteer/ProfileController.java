package org.doorstep.volunteer;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What changes volunteers in GraphQL. */
@Controller
class ProfileController {

    private final RegisterVolunteer registerVolunteer;
    private final UpdateVolunteer updateVolunteer;
    private final RecordBackgroundCheck recordBackgroundCheck;
    private final Skills skills;

    ProfileController(
            RegisterVolunteer registerVolunteer,
            UpdateVolunteer updateVolunteer,
            RecordBackgroundCheck recordBackgroundCheck,
            Skills skills) {
        this.registerVolunteer = registerVolunteer;
        this.updateVolunteer = updateVolunteer;
        this.recordBackgroundCheck = recordBackgroundCheck;
        this.skills = skills;
    }

    @QueryMapping
    Mono<List<Skill>> skills() {
        return skills.all();
    }

    @QueryMapping
    Mono<List<VolunteerRole>> volunteerRoles() {
        return skills.roles();
    }

    @MutationMapping
    Mono<Object> registerVolunteer(
            @Argument RegisterVolunteerInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(registerVolunteer.register(
                caller, input, Selection.of(environment).at("volunteer")));
    }

    @MutationMapping
    Mono<Object> updateVolunteer(
            @Argument UpdateVolunteerInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                updateVolunteer.update(caller, input, Selection.of(environment).at("volunteer")));
    }

    @MutationMapping
    Mono<Object> recordBackgroundCheck(
            @Argument RecordBackgroundCheckInput input,
            @ContextValue Caller caller,
            DataFetchingEnvironment environment) {
        return Refused.orResult(recordBackgroundCheck.record(
                caller, input, Selection.of(environment).at("volunteer")));
    }

    @MutationMapping
    Mono<Object> saveSkill(@Argument SaveSkillInput input, @ContextValue Caller caller) {
        return Refused.orResult(Mono.defer(() -> skills.save(caller, input)));
    }
}
