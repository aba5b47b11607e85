package org.doorstep.station;

import org.doorstep.catalog.Service;
import org.doorstep.platform.page.TextSearch;
import org.doorstep.platform.page.Where;
import org.jspecify.annotations.Nullable;

/** Which stations to list. */
record StationFilter(
        @Nullable String areaId,
        @Nullable NearInput near,
        @Nullable String serviceId,
        @Nullable String text) {

    static final StationFilter NONE = new StationFilter(null, null, null, null);

    Where where() {
        Where where = new Where();
        if (areaId != null) {
            where.and(Area.subtree("t.area_id"), "area", Area.ID.decode(areaId));
        }
        if (near != null) {
            near.addTo(where);
        }
        if (serviceId != null) {
            where.and(
                    "exists (select from station_service o where o.station_id = t.id and o.service_id = :service)",
                    "service",
                    Service.ID.decode(serviceId));
        }
        if (text != null) {
            TextSearch.contains(where, text);
        }
        return where;
    }
}
