package org.doorstep.privacy;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.privacy.CopyData.DataCopy;
import org.doorstep.privacy.DeleteChild.ChildDeleted;
import org.doorstep.privacy.DeleteMyAccount.AccountDeleted;
import org.springframework.graphql.data.method.annotation.Argument;
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
    Mono<ChildDeleted> deleteChild(@Argument DeleteChild.Input input, Caller caller) {
        return deleteChild.delete(caller, input);
    }

    @MutationMapping
    Mono<AccountDeleted> deleteMyAccount(@Argument DeleteMyAccount.Input input, Caller caller) {
        return deleteMyAccount.delete(caller, input);
    }
}
