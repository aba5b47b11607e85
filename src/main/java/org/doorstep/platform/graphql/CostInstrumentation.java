package org.doorstep.platform.graphql;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.doorstep.platform.page.PageArguments;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Refuses operations that would cost too much before any of them runs. A field costs one point, times the size of each
 * page it stands in. Every answer says what it cost under {@code extensions.cost}.
 */
@Component
class CostInstrumentation extends SimplePerformantInstrumentation {

    private static final long MAX_SELECTIONS = 20_000;
    private static final String COST = CostInstrumentation.class.getName();

    private final FaultErrors errors;
    private final long maxCost;
    private final ExecutableNormalizedOperationFactory.Options bounds;

    CostInstrumentation(
            FaultErrors errors,
            @Value("${doorstep.limits.cost:20000}") long maxCost,
            @Value("${doorstep.limits.depth:20}") int maxDepth,
            @Value("${doorstep.limits.fields:1000}") int maxFields) {
        this.errors = errors;
        this.maxCost = maxCost;
        this.bounds = ExecutableNormalizedOperationFactory.Options.defaultOptions()
                .maxChildrenDepth(maxDepth)
                .maxFieldsCount(maxFields);
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        long cost = costOf(execution);
        execution.getGraphQLContext().put(COST, cost);
        if (cost > maxCost) {
            throw tooExpensive(execution.getLocale());
        }
        return SimpleInstrumentationContext.noOp();
    }

    @Override
    public CompletableFuture<ExecutionResult> instrumentExecutionResult(
            ExecutionResult result, InstrumentationExecutionParameters parameters, InstrumentationState state) {
        Long cost = parameters.getGraphQLContext().get(COST);
        if (cost == null) {
            return CompletableFuture.completedFuture(result);
        }
        return CompletableFuture.completedFuture(
                result.transform(builder -> builder.addExtension("cost", Map.of("requested", cost, "limit", maxCost))));
    }

    private long costOf(ExecutionContext execution) {
        if (new DocumentSize(execution.getFragmentsByName(), MAX_SELECTIONS).of(execution.getOperationDefinition())
                > MAX_SELECTIONS) {
            throw tooExpensive(execution.getLocale());
        }
        try {
            return costOf(ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                            execution.getGraphQLSchema(),
                            execution.getOperationDefinition(),
                            execution.getFragmentsByName(),
                            execution.getCoercedVariables(),
                            bounds)
                    .getTopLevelFields());
        } catch (AbortExecutionException e) {
            throw tooExpensive(execution.getLocale());
        }
    }

    /** Saturates one above the limit, so that no multiplication can overflow. */
    private long costOf(List<ExecutableNormalizedField> fields) {
        long cost = 0;
        for (ExecutableNormalizedField field : fields) {
            cost = Math.min(maxCost + 1, cost + 1 + pageSizeOf(field) * costOf(field.getChildren()));
        }
        return cost;
    }

    private static long pageSizeOf(ExecutableNormalizedField field) {
        Map<String, Object> arguments = field.getResolvedArguments();
        Object asked = arguments.get("first") == null ? arguments.get("last") : arguments.get("first");
        if (asked instanceof Integer size) {
            return Math.max(1, Math.min(size, PageArguments.MAX));
        }
        return field.getChildren().stream().anyMatch(CostInstrumentation::isItems) ? PageArguments.DEFAULT : 1;
    }

    private static boolean isItems(ExecutableNormalizedField field) {
        return field.getFieldName().equals("nodes") || field.getFieldName().equals("edges");
    }

    private AbortExecutionException tooExpensive(Locale locale) {
        return errors.abort(Fault.of(FaultCode.TOO_EXPENSIVE, "too-expensive", maxCost), locale, Map.of());
    }
}
