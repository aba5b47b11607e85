package org.doorstep.platform.graphql;

import graphql.ErrorType;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorClassification;
import graphql.validation.ValidationErrorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives every error of an answer its code, whether to try again, and the id of the request in the log. */
@Component
class AnswerInterceptor implements WebGraphQlInterceptor {

    private final Messages messages;

    AnswerInterceptor(Messages messages) {
        this.messages = messages;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        request.configureExecutionInput((input, builder) -> {
            GraphQL.unusualConfiguration(input.getGraphQLContext())
                    .dataloaderConfig()
                    .enableDataLoaderChaining(true);
            return input;
        });
        return chain.next(request).map(response -> {
            response.getResponseHeaders().set("X-Request-Id", request.getId());
            if (response.getExecutionResult().getErrors().isEmpty()) {
                return response;
            }
            return response.transform(builder -> builder.errors(response.getExecutionResult().getErrors().stream()
                    .map(error -> coded(error, request))
                    .toList()));
        });
    }

    private GraphQLError coded(GraphQLError error, WebGraphQlRequest request) {
        FaultCode code = codeOf(error);
        Map<String, Object> extensions = new LinkedHashMap<>();
        if (error.getExtensions() != null) {
            extensions.putAll(error.getExtensions());
        }
        extensions.put("code", code.name());
        extensions.put("retryable", code.retryable());
        extensions.put("requestId", request.getId());
        extensions.remove("classification");
        GraphqlErrorBuilder<?> coded = GraphqlErrorBuilder.newError()
                .message("%s", messageOf(error, localeOf(request)))
                .errorType(new FaultClassification(code))
                .extensions(extensions);
        if (error.getLocations() != null) {
            coded.locations(error.getLocations());
        }
        if (error.getPath() != null) {
            coded.path(error.getPath());
        }
        return coded.build();
    }

    private static FaultCode codeOf(GraphQLError error) {
        Object code =
                error.getExtensions() == null ? null : error.getExtensions().get("code");
        if (code != null) {
            return FaultCode.valueOf(code.toString());
        }
        if (error.getErrorType() == ErrorType.InvalidSyntax
                || error.getErrorType() == ErrorType.ValidationError
                || error.getErrorType() == ErrorType.OperationNotSupported
                || error.getErrorType() instanceof ValidationErrorClassification) {
            return FaultCode.BAD_REQUEST;
        }
        return FaultCode.INTERNAL;
    }

    /** graphql-java's sentences about literals of a wrong type quote its syntax tree, so they are replaced. */
    private String messageOf(GraphQLError error, Locale locale) {
        if (error instanceof ValidationError validation
                && validation.getValidationErrorType() == ValidationErrorType.WrongType) {
            List<String> path = Objects.requireNonNullElse(validation.getQueryPath(), List.of());
            return messages.of("fault.wrong-type", locale, String.join(".", path));
        }
        if (codeOf(error) == FaultCode.BAD_REQUEST && error.getExtensions() == null) {
            String detail = error.getMessage().replaceFirst("^Validation error \\([^)]*\\) : ", "");
            return messages.of("fault.document", locale, detail);
        }
        if (codeOf(error) == FaultCode.INTERNAL && error.getExtensions() == null) {
            return messages.of("fault.internal", locale);
        }
        return error.getMessage();
    }

    private static Locale localeOf(WebGraphQlRequest request) {
        return Objects.requireNonNullElse(request.getLocale(), Locale.SIMPLIFIED_CHINESE);
    }
}
