package org.doorstep.catalog;

import org.doorstep.platform.page.TextSearch;
import org.doorstep.platform.page.Where;
import org.jspecify.annotations.Nullable;

/** Which services to list. */
record ServiceFilter(@Nullable Boolean basic, @Nullable String text, boolean includeRetired) {

    static final ServiceFilter NONE = new ServiceFilter(null, null, false);

    Where where() {
        Where where = new Where();
        if (basic != null) {
            where.and("t.basic = :basic", "basic", basic);
        }
        if (text != null) {
            TextSearch.contains(where, text);
        }
        if (!includeRetired) {
            where.and("t.retired_at is null");
        }
        return where;
    }
}
