package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Refuses kinds of operation that the way they came by cannot carry, such as a mutation by GET. */
@Component
class OperationGate extends SimplePerformantInstrumentation {

    /** In the GraphQL context: which kinds may pass; all of them when it is not there. */
    static final String ALLOWED = OperationGate.class.getName();

    static final Map<String, Object> METHOD_NOT_ALLOWED = Map.of("reason", "METHOD_NOT_ALLOWED");
    private final FaultErrors errors;

    OperationGate(FaultErrors errors) {
        this.errors = errors;
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        Set<Operation> allowed = execution.getGraphQLContext().get(ALLOWED);
        Operation operation = execution.getOperationDefinition().getOperation();
        if (allowed != null && !allowed.contains(operation)) {
            Fault fault = Fault.badRequest("operation." + operation.name().toLowerCase(Locale.ROOT));
            throw errors.abort(
                    fault, execution.getLocale(), operation == Operation.MUTATION ? METHOD_NOT_ALLOWED : Map.of());
        }
        return SimpleInstrumentationContext.noOp();
    }
}
