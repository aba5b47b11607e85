package org.doorstep.identity;

import org.doorstep.identity.UpdateProfile.ProfileUpdated;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The caller's own profile. */
@Controller
class ViewerController {

    private final Viewers viewers;
    private final UpdateProfile updateProfile;

    ViewerController(Viewers viewers, UpdateProfile updateProfile) {
        this.viewers = viewers;
        this.updateProfile = updateProfile;
    }

    @QueryMapping
    Mono<Viewer> viewer(Caller caller) {
        return viewers.of(caller);
    }

    @MutationMapping
    Mono<ProfileUpdated> updateProfile(@Argument UpdateProfile.Input input, Caller caller) {
        return updateProfile.update(caller, input);
    }
}
