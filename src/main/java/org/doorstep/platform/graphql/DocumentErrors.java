package org.doorstep.platform.graphql;

import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Sentences for what is wrong with a document or its variables. Those of validation come from {@code i18n/*.properties},
 * graphql-java's own place for languages; those of variables exist in English only and quote Java classes, so that only
 * the names in them are kept.
 */
@Component
class DocumentErrors {

    private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("variable-field.null", Pattern.compile(".*Field '(\\w+)' of variable '(\\w+)' has coerced Null .*"));
        KINDS.put("variable.null", Pattern.compile(".*Variable '(\\w+)' has coerced Null .*"));
        KINDS.put("variable.invalid", Pattern.compile("Variable '(\\w+)' has an invalid value.*"));
        KINDS.put(
                "variable-field.unknown",
                Pattern.compile("The variables input contains a field (?:name )?'(\\w+)' that is not defined .*"));
        KINDS.put("operation.unknown", Pattern.compile("Unknown operation named '(.*)'.*"));
        KINDS.put("operation.ambiguous", Pattern.compile("Must provide operation name .*"));
    }

    private final Messages messages;

    DocumentErrors(Messages messages) {
        this.messages = messages;
    }

    String messageOf(GraphQLError error, Locale locale) {
        if (error instanceof ValidationError validation) {
            return validation.getValidationErrorType() == ValidationErrorType.MaxValidationErrorsReached
                    ? messages.of("fault.document.too-many-errors", locale)
                    : error.getMessage();
        }
        if (error instanceof InvalidSyntaxError) {
            return error.getMessage();
        }
        String detail = String.valueOf(error.getMessage()).replace('\n', ' ');
        for (Map.Entry<String, Pattern> kind : KINDS.entrySet()) {
            Matcher matcher = kind.getValue().matcher(detail);
            if (matcher.matches()) {
                Object[] names = new Object[matcher.groupCount()];
                for (int i = 0; i < names.length; i++) {
                    names[i] = matcher.group(i + 1);
                }
                return messages.of("fault.document." + kind.getKey(), locale, names);
            }
        }
        return messages.of("fault.document", locale);
    }
}
