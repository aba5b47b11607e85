package org.doorstep.platform.refusal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what cannot be accepted in an input, one problem a field: the first one found. */
public final class InputCheck {

    private static final int MAX_PROBLEMS = 100;

    private final Map<String, InputProblem> problems = new LinkedHashMap<>();

    /** The field has a problem unless {@code acceptable}; see {@link InputProblem} for the key. */
    public InputCheck that(boolean acceptable, String path, String messageKey, Object... arguments) {
        if (!acceptable) {
            problems.putIfAbsent(path, new InputProblem(path, messageKey, arguments));
        }
        return this;
    }

    /** The text has {@code min} to {@code max} characters, not counting spaces around it, and no control characters. */
    public InputCheck length(@Nullable String text, String path, int min, int max) {
        if (text != null) {
            String stripped = text.strip();
            int length = stripped.codePointCount(0, stripped.length());
            that(length >= min && length <= max, path, "length", min, max);
            that(stripped.chars().allMatch(InputCheck::isPrintable), path, "format");
        }
        return this;
    }

    public InputCheck range(long value, String path, long min, long max) {
        return that(value >= min && value <= max, path, "range", min, max);
    }

    /** How many items a list has. */
    public InputCheck count(int items, String path, int min, int max) {
        return that(items >= min && items <= max, path, "count", min, max);
    }

    /** Ends in {@link Refused} and {@link InvalidInput} when there is a problem. */
    public void orRefuse() {
        if (!problems.isEmpty()) {
            throw new Refused(new InvalidInput(
                    problems.values().stream().limit(MAX_PROBLEMS).toList()));
        }
    }

    private static boolean isPrintable(int character) {
        return character == '\n' || character == '\r' || character == '\t' || !Character.isISOControl(character);
    }
}
