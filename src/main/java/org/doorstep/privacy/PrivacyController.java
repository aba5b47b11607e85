package org.doorstep.privacy;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What people may ask of their data, in GraphQL. */
@Controller
class PrivacyController {

    private final CopyData copyData;
    private final DeleteChild deleteChild;
    private final DeleteMyAccount deleteMyAccount;

    PrivacyController(CopyData copyData, DeleteChild deleteChild, DeleteMyAccount deleteMyAccount) {
        this.copyData = copyData;
        this.deleteChild = deleteChild;
        this.deleteMyAccount = deleteMyAccount;
    }

    @SchemaMapping
    Mono<DataCopy> dataCopy(Viewer viewer, DataFetchingEnvironment environment) {
        return copyData.of(viewer.personId(), environment.getExecutionId().toString());
    }

    @MutationMapping
    Mono<Object> deleteChild(@Argument DeleteChildInput input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(deleteChild.delete(caller.personId(), input));
    }

    @MutationMapping
    Mono<Object> deleteMyAccount(@Argument DeleteMyAccountInput input, @ContextValue Caller caller) {
        return Refused.orResult(deleteMyAccount.delete(caller.personId(), input));
    }
}
