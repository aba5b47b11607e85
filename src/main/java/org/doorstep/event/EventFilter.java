package org.doorstep.event;

import org.doorstep.catalog.Service;
import org.doorstep.platform.page.TextSearch;
import org.doorstep.platform.page.Where;
import org.doorstep.station.Area;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** Which events to list. */
record EventFilter(
        @Nullable String areaId,
        @Nullable String stationId,
        @Nullable String serviceId,
        @Nullable EventKind kind,
        @Nullable Integer age,
        @Nullable String text) {

    static final EventFilter NONE = new EventFilter(null, null, null, null, null, null);

    Where where() {
        Where where = new Where().and("t.published_at is not null");
        if (areaId != null) {
            where.and(
                    "t.station_id in (select s.id from station s where " + Area.subtree("s.area_id") + ")",
                    "area",
                    Area.ID.decode(areaId));
        }
        if (stationId != null) {
            where.and("t.station_id = :station", "station", Station.ID.decode(stationId));
        }
        if (serviceId != null) {
            where.and("t.service_id = :service", "service", Service.ID.decode(serviceId));
        }
        if (kind != null) {
            where.and("t.kind = :kind::event_kind", "kind", kind.name());
        }
        if (age != null) {
            where.and(":age between t.min_age and t.max_age", "age", Ages.checked(age));
        }
        if (text != null) {
            TextSearch.contains(where, text);
        }
        return where;
    }
}
