package org.doorstep.platform.page;

import java.text.Normalizer;
import java.util.Locale;
import org.doorstep.platform.graphql.Fault;

/** Finds rows that contain a text, Chinese or not, by the pairs of characters in their indexed {@code search} column. */
public final class TextSearch {

    private static final int MAX_LENGTH = 40;

    private TextSearch() {}

    /**
     * Adds the condition to a list.
     *
     * @param searched the SQL expression that {@code search} holds the pairs of
     * @param text 1 to 40 characters; a {@code BAD_REQUEST} fault otherwise
     */
    public static void contains(Where where, String searched, String text) {
        String wanted = Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        if (wanted.isEmpty() || wanted.length() > MAX_LENGTH || wanted.indexOf('\0') >= 0) {
            throw Fault.badRequest("search.text", MAX_LENGTH);
        }
        where.and("strpos(normalize(lower(" + searched + "), nfkc), :text) > 0", "text", wanted);
        if (wanted.length() > 1) {
            where.and("t.search @> bigrams(:text)");
        }
    }
}
