package org.doorstep.platform.graphql;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.introspection.GoodFaithIntrospection;
import graphql.parser.ParserOptions;
import graphql.validation.ValidationErrorClassification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sets the language and the limits of a document, and gives every error of an answer its code, whether to try again, and
 * the id of the request in the log.
 */
@Component
@Order(-10)
class AnswerInterceptor implements WebGraphQlInterceptor {

    private static final ParserOptions DOCUMENT_LIMITS = ParserOptions.newParserOptions()
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .maxCharacters(100_000)
            .maxTokens(10_000)
            .maxWhitespaceTokens(50_000)
            .maxNumericLiteralCharacters(40)
            .maxRuleDepth(300)
            .redactTokenParserErrorMessages(true)
            .build();

    private final Messages messages;
    private final DocumentErrors documentErrors;
    private final FaultErrors faultErrors;

    AnswerInterceptor(Messages messages, DocumentErrors documentErrors, FaultErrors faultErrors) {
        this.messages = messages;
        this.documentErrors = documentErrors;
        this.faultErrors = faultErrors;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Locale locale = Messages.localeOf(request);
        request.configureExecutionInput((input, builder) -> {
            GraphQL.unusualConfiguration(input.getGraphQLContext())
                    .dataloaderConfig()
                    .enableDataLoaderChaining(true);
            input.getGraphQLContext().put(ParserOptions.class, DOCUMENT_LIMITS);
            // it refuses tools that name a list twice; CostInstrumentation prices what describes the schema
            input.getGraphQLContext().put(GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true);
            Object allowed = request.getAttributes().get(OperationGate.ALLOWED);
            if (allowed != null) {
                input.getGraphQLContext().put(OperationGate.ALLOWED, allowed);
            }
            return builder.locale(locale).build();
        });
        return chain.next(request).map(response -> {
            response.getResponseHeaders().set("X-Request-Id", request.getId());
            if (response.getData() instanceof Publisher<?> answers) {
                return response.transform(builder -> builder.data(coded(answers, request.getId(), locale)));
            }
            ExecutionResult result = response.getExecutionResult();
            return result.getErrors().isEmpty()
                    ? response
                    : response.transform(builder -> builder.errors(coded(result.getErrors(), request.getId(), locale)));
        });
    }

    private Flux<ExecutionResult> coded(Publisher<?> answers, String requestId, Locale locale) {
        return Flux.from(answers)
                .cast(ExecutionResult.class)
                .map(answer -> answer.getErrors().isEmpty()
                        ? answer
                        : answer.transform(builder -> builder.errors(coded(answer.getErrors(), requestId, locale))))
                .onErrorMap(e -> {
                    Throwable cause =
                            e instanceof SubscriptionPublisherException && e.getCause() != null ? e.getCause() : e;
                    Fault fault = FaultResolver.faultOf(cause);
                    FaultResolver.log(requestId, "a subscription", fault, cause);
                    return new SubscriptionPublisherException(
                            coded(List.of(faultErrors.of(fault, locale, Map.of())), requestId, locale), null);
                });
    }

    private List<GraphQLError> coded(List<GraphQLError> errors, String requestId, Locale locale) {
        return errors.stream()
                .<GraphQLError>map(error -> coded(error, requestId, locale))
                .toList();
    }

    private AnswerError coded(GraphQLError error, String requestId, Locale locale) {
        FaultCode code = codeOf(error);
        Map<String, Object> extensions = new LinkedHashMap<>();
        if (error.getExtensions() != null) {
            extensions.putAll(error.getExtensions());
        }
        extensions.put("code", code.name());
        extensions.put("retryable", code.retryable());
        extensions.put("requestId", requestId);
        extensions.remove("classification");
        return new AnswerError(messageOf(error, code, locale), code, error.getLocations(), error.getPath(), extensions);
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
        return error.getErrorType() == ErrorType.ExecutionAborted ? FaultCode.TOO_EXPENSIVE : FaultCode.INTERNAL;
    }

    private String messageOf(GraphQLError error, FaultCode code, Locale locale) {
        if (error.getExtensions() != null && error.getExtensions().containsKey("code")) {
            return error.getMessage();
        }
        return switch (code) {
            case BAD_REQUEST -> documentErrors.messageOf(error, locale);
            case TOO_EXPENSIVE -> messages.of("fault.document.too-deep", locale);
            default -> messages.of("fault.internal", locale);
        };
    }
}
