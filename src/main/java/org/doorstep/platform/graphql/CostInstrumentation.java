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
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.schema.GraphQLSchema;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Refuses operations that would cost too much before any of them runs, and answers that grew too large all the same. Every
 * answer says what was asked for under {@code extensions.cost}.
 */
@Component
class CostInstrumentation extends SimplePerformantInstrumentation {

    private static final long MAX_SELECTIONS = 20_000;
    static final String COST = CostInstrumentation.class.getName();

    private final FaultErrors errors;
    private final long maxCost;
    private final long maxAnswer;
    private final ExecutableNormalizedOperationFactory.Options bounds;
    private final Map<GraphQLSchema, Cost> costs = new ConcurrentHashMap<>();

    CostInstrumentation(
            FaultErrors errors,
            @Value("${doorstep.limits.cost:20000}") long maxCost,
            @Value("${doorstep.limits.depth:20}") int maxDepth,
            @Value("${doorstep.limits.fields:1000}") int maxFields,
            @Value("${doorstep.limits.answer:8MB}") DataSize maxAnswer) {
        this.errors = errors;
        this.maxCost = maxCost;
        this.maxAnswer = maxAnswer.toBytes();
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
        ExecutionResult answer = AnswerSize.of(result.getData(), maxAnswer) > maxAnswer ? tooLarge(parameters) : result;
        return CompletableFuture.completedFuture(
                answer.transform(builder -> builder.addExtension("cost", Map.of("requested", cost, "limit", maxCost))));
    }

    private long costOf(ExecutionContext execution) {
        if (new DocumentSize(execution.getFragmentsByName(), MAX_SELECTIONS).of(execution.getOperationDefinition())
                > MAX_SELECTIONS) {
            throw tooExpensive(execution.getLocale());
        }
        try {
            return costs.computeIfAbsent(execution.getGraphQLSchema(), Cost::new)
                    .of(
                            ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                                            execution.getGraphQLSchema(),
                                            execution.getOperationDefinition(),
                                            execution.getFragmentsByName(),
                                            execution.getCoercedVariables(),
                                            bounds)
                                    .getTopLevelFields(),
                            maxCost);
        } catch (AbortExecutionException e) {
            throw tooExpensive(execution.getLocale());
        }
    }

    private ExecutionResult tooLarge(InstrumentationExecutionParameters parameters) {
        Fault fault = Fault.of(FaultCode.TOO_EXPENSIVE, "answer.too-large", maxAnswer / 1_048_576);
        return ExecutionResult.newExecutionResult()
                .addError(errors.of(fault, parameters.getExecutionInput().getLocale(), Map.of()))
                .build();
    }

    private AbortExecutionException tooExpensive(Locale locale) {
        return errors.abort(Fault.of(FaultCode.TOO_EXPENSIVE, "too-expensive", maxCost), locale, Map.of());
    }
}
