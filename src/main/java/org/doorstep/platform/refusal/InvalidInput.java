package org.doorstep.platform.refusal;

import java.util.List;

/** Values of the input that cannot be accepted, one problem a field. */
public record InvalidInput(List<InputProblem> problems) implements Refusal {

    public static InvalidInput of(String path, String messageKey, Object... arguments) {
        return new InvalidInput(List.of(new InputProblem(path, messageKey, arguments)));
    }
}
