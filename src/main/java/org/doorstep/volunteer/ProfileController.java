package org.doorstep.volunteer;

import java.util.List;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.volunteer.RecordBackgroundCheck.BackgroundCheckRecorded;
import org.doorstep.volunteer.RegisterVolunteer.VolunteerRegistered;
import org.doorstep.volunteer.SaveSkill.SkillSaved;
import org.doorstep.volunteer.Skills.Skill;
import org.doorstep.volunteer.Skills.VolunteerRole;
import org.doorstep.volunteer.UpdateVolunteer.VolunteerUpdated;
import org.springframework.graphql.data.method.annotation.Argument;
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
    private final SaveSkill saveSkill;
    private final Skills skills;

    ProfileController(
            RegisterVolunteer registerVolunteer,
            UpdateVolunteer updateVolunteer,
            RecordBackgroundCheck recordBackgroundCheck,
            SaveSkill saveSkill,
            Skills skills) {
        this.registerVolunteer = registerVolunteer;
        this.updateVolunteer = updateVolunteer;
        this.recordBackgroundCheck = recordBackgroundCheck;
        this.saveSkill = saveSkill;
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
    Mono<VolunteerRegistered> registerVolunteer(
            @Argument RegisterVolunteer.Input input, Caller caller, Selection selection) {
        return registerVolunteer.register(caller, input, selection.at("volunteer"));
    }

    @MutationMapping
    Mono<VolunteerUpdated> updateVolunteer(@Argument UpdateVolunteer.Input input, Caller caller, Selection selection) {
        return updateVolunteer.update(caller, input, selection.at("volunteer"));
    }

    @MutationMapping
    Mono<BackgroundCheckRecorded> recordBackgroundCheck(
            @Argument RecordBackgroundCheck.Input input, Caller caller, Selection selection) {
        return recordBackgroundCheck.record(caller, input, selection.at("volunteer"));
    }

    @MutationMapping
    Mono<SkillSaved> saveSkill(@Argument SaveSkill.Input input, Caller caller) {
        return saveSkill.save(caller, input);
    }
}
