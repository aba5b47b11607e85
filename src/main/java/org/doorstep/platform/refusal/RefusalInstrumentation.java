package org.doorstep.platform.refusal;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/** Makes the refusal that ended a mutation its answer; in any other field a refusal stays the defect that it is. */
@Component
class RefusalInstrumentation extends SimplePerformantInstrumentation {

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        return isMutation(parameters.getEnvironment()) ? environment -> answered(fetcher, environment) : fetcher;
    }

    private static boolean isMutation(DataFetchingEnvironment environment) {
        return environment.getParentType() == environment.getGraphQLSchema().getMutationType();
    }

    private static Object answered(DataFetcher<?> fetcher, DataFetchingEnvironment environment) throws Exception {
        try {
            Object answer = fetcher.get(environment);
            return answer instanceof CompletionStage<?> later
                    ? later.<Object>thenApply(value -> value).exceptionally(RefusalInstrumentation::refusalOf)
                    : answer;
        } catch (Refused refused) {
            return refused.refusal();
        }
    }

    private static Object refusalOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            return refused.refusal();
        }
        throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
    }
}
