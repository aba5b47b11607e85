package org.doorstep.station;

import org.doorstep.platform.page.Where;
import org.doorstep.station.Area.AreaLevel;
import org.jspecify.annotations.Nullable;

/** Which areas to list. */
record AreaFilter(@Nullable AreaLevel level, @Nullable String areaId) {

    static final AreaFilter NONE = new AreaFilter(null, null);

    Where where() {
        Where where = new Where();
        if (level != null) {
            where.and("t.level = :level::area_level", "level", level.name());
        }
        if (areaId != null) {
            where.and("t.path @> array[:area]::uuid[]", "area", Area.ID.decode(areaId));
        }
        return where;
    }
}
