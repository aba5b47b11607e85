package org.doorstep.platform.page;

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
        where.and("strpos(t.folded, fold_text(:text)) > 0", "text", wanted);
        if (folded.codePointCount(0, folded.length()) > 1) {
            where.and("t.search @> bigrams(:text)");
        }
    }
}
