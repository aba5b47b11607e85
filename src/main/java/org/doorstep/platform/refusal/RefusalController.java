package org.doorstep.platform.refusal;

import java.util.Locale;
import org.doorstep.platform.graphql.Messages;
import org.doorstep.platform.refusal.CommonRefusal.InputProblem;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Gives refusals their sentence in the language of the request. */
@Controller
class RefusalController {

    private final Messages messages;

    RefusalController(Messages messages) {
        this.messages = messages;
    }

    @SchemaMapping(typeName = "Refusal", field = "code")
    String code(Refusal refusal) {
        return refusal.code();
    }

    @SchemaMapping(typeName = "Refusal", field = "message")
    String message(Refusal refusal, Locale locale) {
        return messages.of("refusal." + refusal.code(), locale, refusal.messageArguments());
    }

    @SchemaMapping(typeName = "InputProblem", field = "message")
    String message(InputProblem problem, Locale locale) {
        return messages.of("input." + problem.messageKey(), locale, problem.arguments());
    }
}
