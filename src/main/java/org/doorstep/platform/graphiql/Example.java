package org.doorstep.platform.graphiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation of client-examples/operations, and what the comments at its head say.
 *
 * @param name the file's name without its ending
 * @param persona who runs it: ANONYMOUS, or a demo persona
 * @param query the document without those comments that only a program reads
 * @param variables as in the file beside it; empty when there is none
 * @param uses variables whose values come out of another example's answer
 * @param fresh places of the variables that want a new UUID each time
 */
record Example(
        String name,
        String title,
        String persona,
        String query,
        Map<String, Object> variables,
        List<Use> uses,
        List<String> fresh) {

    static final String ANONYMOUS = "ANONYMOUS";

    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*(persona|uses|fresh):\\s*(\\S.*?)\\s*");
    private static final Pattern USE = Pattern.compile("(\\S+) from (\\S+?)(?:\\.graphql)? (data\\.\\S+)");

    /** {@code variable} takes the value at {@code path} of the answer of the example {@code from}. */
    record Use(String variable, String from, String path) {

        static Use parse(String text) {
            Matcher use = USE.matcher(text);
            if (!use.matches()) {
                throw new IllegalArgumentException(
                        "'uses: %s' is not of the form 'variable from example data.path'".formatted(text));
            }
            return new Use(use.group(1), use.group(2), use.group(3));
        }
    }

    /** Reads a document; throws IllegalArgumentException when it has no title or a comment cannot be understood. */
    static Example parse(String name, String document, Map<String, Object> variables) {
        if (!document.startsWith("#")) {
            throw new IllegalArgumentException(name + ": the first line is the title, as a comment");
        }
        String title = document.lines().findFirst().orElseThrow().substring(1).strip();
        String persona = ANONYMOUS;
        List<Use> uses = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String line : document.lines().toList()) {
            Matcher directive = DIRECTIVE.matcher(line);
            if (!directive.matches()) {
                shown.add(line);
                continue;
            }
            String value = directive.group(2);
            switch (directive.group(1)) {
                case "persona" -> persona = value;
                case "uses" -> uses.add(Use.parse(value));
                default -> fresh.add(value);
            }
        }
        return new Example(
                name, title, persona, String.join("\n", shown), variables, List.copyOf(uses), List.copyOf(fresh));
    }
}
