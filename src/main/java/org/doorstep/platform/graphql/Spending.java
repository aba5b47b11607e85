package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.ExecutionStrategyInstrumentationContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionStrategyParameters;
import graphql.language.OperationDefinition.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.doorstep.platform.limit.Allowances;
import org.doorstep.platform.limit.Exhausted;
import org.doorstep.platform.limit.Spender;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what an operation costs, and each of its mutations, from the allowance of the one who asks. It stands at the
 * beginning of the execution, when every other instrumentation has let the operation pass and its cost is known.
 */
@Component
class Spending extends SimplePerformantInstrumentation {

    private static final int CHARACTERS_PER_POINT = 100;

    private final Allowances allowances;
    private final FaultErrors errors;

    Spending(Allowances allowances, FaultErrors errors) {
        this.allowances = allowances;
        this.errors = errors;
    }

    /** What is refused unread, malformed or not, costs by its length. */
    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecution(
            InstrumentationExecutionParameters parameters, InstrumentationState state) {
        int length = Objects.requireNonNullElse(parameters.getQuery(), "").length();
        take(
                parameters.getGraphQLContext(),
                parameters.getExecutionInput().getLocale(),
                1 + length / CHARACTERS_PER_POINT,
                0);
        return SimpleInstrumentationContext.noOp();
    }

    @Override
    public ExecutionStrategyInstrumentationContext beginExecutionStrategy(
            InstrumentationExecutionStrategyParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        Long cost = execution.getGraphQLContext().get(CostInstrumentation.COST);
        boolean changes = execution.getOperationDefinition().getOperation() == Operation.MUTATION;
        take(
                execution.getGraphQLContext(),
                execution.getLocale(),
                cost == null ? 0 : cost,
                changes
                        ? parameters
                                .getExecutionStrategyParameters()
                                .getFields()
                                .size()
                        : 0);
        return ExecutionStrategyInstrumentationContext.NOOP;
    }

    private void take(GraphQLContext context, Locale locale, long points, int changes) {
        Spender spender = context.get(Spender.KEY);
        if (spender == null) {
            return;
        }
        try {
            allowances.take(spender.changes(), spender.key(), changes);
            allowances.take(spender.cost(), spender.key(), points);
        } catch (Exhausted e) {
            throw errors.abort(FaultResolver.faultOf(e), locale, Map.of());
        }
    }
}
