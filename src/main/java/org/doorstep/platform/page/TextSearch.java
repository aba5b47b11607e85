package org.doorstep.platform.page;

import java.util.stream.IntStream;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.text.Folding;
import org.doorstep.platform.text.PlainText;

/**
 * Finds rows that contain a text, Chinese or not, however it is written, by the pairs of characters in their indexed {@code
 * search} column.
 */
public final class TextSearch {

    private static final int MAX_LENGTH = 40;

    private TextSearch() {}

    /**
     * Adds the condition to a list whose {@code folded} column is searched.
     *
     * @param text 1 to 40 characters that are not spaces or punctuation only; a {@code BAD_REQUEST} fault otherwise
     */
    public static void contains(Where where, String text) {
        String wanted = text.strip();
        String folded = Folding.fold(wanted);
        if (folded.isEmpty() || wanted.codePointCount(0, wanted.length()) > MAX_LENGTH || !PlainText.isLine(wanted)) {
            throw Fault.badRequest("search.text", MAX_LENGTH);
        }
        // folded here: in a plan that serves every value the database would fold the parameter again for each row
        where.and("strpos(t.folded, :text) > 0", "text", folded);
        String[] pairs = pairs(folded);
        if (pairs.length > 0) {
            where.and("t.search @> :pairs", "pairs", pairs);
        }
    }

    /** As the database's function {@code bigrams}, which fills the column. */
    static String[] pairs(String folded) {
        int[] characters = folded.codePoints().toArray();
        return IntStream.range(0, Math.max(characters.length - 1, 0))
                .mapToObj(at -> new String(characters, at, 2))
                .distinct()
                .toArray(String[]::new);
    }
}
