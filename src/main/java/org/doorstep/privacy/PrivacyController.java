package org.doorstep.privacy;

import graphql.schema.DataFetchingEnvironment;
import org.doorstep.identity.Viewer;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What people may ask of their data, in GraphQL. */
@Controller
class PrivacyController {

    private final CopyData copyData;

    PrivacyController(CopyData copyData) {
        this.copyData = copyData;
    }

    @SchemaMapping
    Mono<DataCopy> dataCopy(Viewer viewer, DataFetchingEnvironment environment) {
        return copyData.of(viewer.personId(), environment.getExecutionId().toString());
    }
}
