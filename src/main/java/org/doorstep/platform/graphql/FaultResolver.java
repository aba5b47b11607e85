package org.doorstep.platform.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import graphql.schema.DataFetchingEnvironment;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doorstep.platform.limit.Exhausted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindException;
import reactor.core.publisher.Mono;

/**
 * Turns exceptions into GraphQL errors with a stable code. What is not foreseen is INTERNAL and says no more than its
 * request id, under which the log has the class and the place, but no values.
 */
@Component
class FaultResolver implements DataFetcherExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FaultResolver.class);

    private final Messages messages;

    FaultResolver(Messages messages) {
        this.messages = messages;
    }

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable exception, DataFetchingEnvironment environment) {
        Fault fault = faultOf(exception);
        log(
                environment.getExecutionId().toString(),
                environment.getExecutionStepInfo().getPath(),
                fault,
                exception);
        return Mono.just(List.of(GraphqlErrorBuilder.newError(environment)
                .errorType(new FaultClassification(fault.code()))
                .message("%s", messages.of(fault, environment.getLocale()))
                .extensions(extensionsOf(fault))
                .build()));
    }

    private static Map<String, Object> extensionsOf(Fault fault) {
        Map<String, Object> extensions = new HashMap<>(fault.extensions());
        extensions.put("code", fault.code().name());
        return extensions;
    }

    static void log(String requestId, Object place, Fault fault, Throwable exception) {
        if (exception instanceof AbortExecutionException) {
            LOG.debug("Request {} was hung up on at {}", requestId, place);
        } else if (fault.code() == FaultCode.INTERNAL) {
            LOG.error("Request {} failed at {}", requestId, place, new Unforeseen(exception));
        } else if (fault.code() == FaultCode.UNAVAILABLE) {
            LOG.warn(
                    "Request {} found {} unavailable: {}",
                    requestId,
                    place,
                    exception.getClass().getName());
        }
    }

    static Fault faultOf(Throwable exception) {
        if (exception instanceof Fault fault) {
            return fault;
        }
        if (exception instanceof Exhausted exhausted) {
            return Fault.rateLimited(exhausted.retryAfter());
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(exception);
        if (cause instanceof Fault fault) {
            return fault;
        }
        if (isUnavailable(exception) || isUnavailable(cause)) {
            return Fault.of(FaultCode.UNAVAILABLE, "unavailable");
        }
        if (exception instanceof BindException || cause instanceof BindException) {
            return Fault.badRequest("input");
        }
        return Fault.of(FaultCode.INTERNAL, "internal");
    }

    private static boolean isUnavailable(@Nullable Throwable exception) {
        return exception instanceof CannotCreateTransactionException
                || exception instanceof DataAccessResourceFailureException
                || exception instanceof QueryTimeoutException
                || exception instanceof R2dbcNonTransientResourceException
                || exception instanceof R2dbcTransientResourceException
                || exception instanceof R2dbcTimeoutException;
    }

    /** The place of a defect without its message, which may carry the data of a person. */
    private static final class Unforeseen extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unforeseen(Throwable exception) {
            super(exception.getClass().getName() + reasonIn(exception));
            setStackTrace(exception.getStackTrace());
        }

        /** The SQL state and the constraint, which name no values. */
        private static String reasonIn(Throwable exception) {
            for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
                if (cause instanceof PostgresqlException sql) {
                    return " " + sql.getErrorDetails().getCode()
                            + sql.getErrorDetails()
                                    .getConstraintName()
                                    .map(name -> " " + name)
                                    .orElse("");
                }
            }
            return "";
        }
    }
}
