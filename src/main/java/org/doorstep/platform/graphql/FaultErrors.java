package org.doorstep.platform.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Faults that concern a whole operation, as GraphQL errors. */
@Component
class FaultErrors {

    private final Messages messages;

    FaultErrors(Messages messages) {
        this.messages = messages;
    }

    GraphQLError of(Fault fault, Locale locale, Map<String, Object> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", fault.code().name());
        extensions.putAll(fault.extensions());
        extensions.putAll(more);
        return GraphqlErrorBuilder.newError()
                .message("%s", messages.of(fault, locale))
                .errorType(new FaultClassification(fault.code()))
                .extensions(extensions)
                .build();
    }

    /** Thrown by an instrumentation, it ends the operation before any of it runs. */
    AbortExecutionException abort(Fault fault, Locale locale, Map<String, Object> more) {
        return new AbortExecutionException(List.of(of(fault, locale, more)));
    }
}
