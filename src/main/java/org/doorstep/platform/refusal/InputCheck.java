package org.doorstep.platform.refusal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.doorstep.platform.refusal.CommonRefusal.InputProblem;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.text.PlainText;
import org.jspecify.annotations.Nullable;

/** Collects what cannot be accepted in an input, one problem a field: the first one found. */
public final class InputCheck {

    private static final int MAX_PROBLEMS = 100;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,39}");

    private final Map<String, InputProblem> problems = new LinkedHashMap<>();

    /** The field has a problem unless {@code acceptable}; see {@link InputProblem} for the key. */
    public InputCheck that(boolean acceptable, String path, String messageKey, Object... arguments) {
        if (!acceptable) {
            problems.putIfAbsent(path, new InputProblem(path, messageKey, arguments));
        }
        return this;
    }

    /**
     * The text fits on a line, such as a name: {@code min} to {@code max} characters, not counting spaces around it, and
     * nothing that cannot be seen.
     */
    public InputCheck line(@Nullable String text, String path, int min, int max) {
        return text == null
                ? this
                : length(text.strip(), path, min, max).that(PlainText.isLine(text.strip()), path, "plain");
    }

    /** As {@link #line}, but in lines that end in line breaks, with tabs if need be. */
    public InputCheck text(@Nullable String text, String path, int min, int max) {
        return text == null
                ? this
                : length(text.strip(), path, min, max).that(PlainText.isText(text.strip()), path, "plain");
    }

    /** The code of an entry in a list of reference data, such as {@code FIRST_AID}; whether there is one is not looked at. */
    public InputCheck code(@Nullable String code, String path) {
        return that(code == null || CODE.matcher(code).matches(), path, "format");
    }

    private InputCheck length(String text, String path, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return that(length >= min && length <= max, path, "length", min, max);
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
}
