package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
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
    Mono<Object> uploadCheckIns(
            @Argument UploadCheckInsInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        Selection entry = Selection.of(environment).at("results", "entry");
        return Refused.orResult(Mono.defer(() ->
                uploadCheckIns.upload(caller, input, entry, Access.of(caller, Access.Purpose.CHECK_IN, environment))));
    }
}
