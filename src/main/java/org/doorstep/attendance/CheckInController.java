package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.attendance.UploadCheckIns.CheckInsUploaded;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What devices recorded while they were offline, in GraphQL. */
@Controller
class CheckInController {

    private final UploadCheckIns uploadCheckIns;

    CheckInController(UploadCheckIns uploadCheckIns) {
        this.uploadCheckIns = uploadCheckIns;
    }

    @MutationMapping
    Mono<CheckInsUploaded> uploadCheckIns(
            @Argument UploadCheckIns.Input input, Caller caller, DataFetchingEnvironment environment) {
        return uploadCheckIns.upload(
                caller,
                input,
                Selection.of(environment).at("results", "entry"),
                Access.of(caller, Access.Purpose.CHECK_IN, environment));
    }
}
