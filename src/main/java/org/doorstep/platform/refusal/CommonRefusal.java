package org.doorstep.platform.refusal;

import java.util.List;

/** The refusals that many mutations share. */
public sealed interface CommonRefusal extends Refusal {

    /** One field that cannot be accepted: where it stands in the input, and the key of the sentence that says why. */
    public record InputProblem(String path, String messageKey, Object... arguments) {}

    /** The object of a mutation does not exist, or the caller may not see it: the two look the same. */
    record NotFound(String id) implements CommonRefusal {}

    /** Values of the input that cannot be accepted, one problem a field. */
    record InvalidInput(List<InputProblem> problems) implements CommonRefusal {

        public static InvalidInput of(String path, String messageKey, Object... arguments) {
            return new InvalidInput(List.of(new InputProblem(path, messageKey, arguments)));
        }
    }

    /** The idempotency key was used within 24 hours with another payload. */
    record IdempotencyKeyReused() implements CommonRefusal {}
}
