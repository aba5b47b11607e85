package org.doorstep.event;

import java.time.Instant;
import org.doorstep.catalog.Service;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.station.Area;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** Which sessions to list. */
record SessionFilter(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String areaId,
        @Nullable String stationId,
        @Nullable String serviceId,
        @Nullable String eventId,
        @Nullable Integer age,
        @Nullable Boolean hasSeats) {

    static final SessionFilter NONE = new SessionFilter(null, null, null, null, null, null, null, null);

    Where where() {
        Where where = new Where();
        addTimes(where);
        addPlaces(where);
        if (serviceId != null) {
            where.and("t.service_id = :service", "service", Service.ID.decode(serviceId));
        }
        if (eventId != null) {
            where.and("t.event_id = :event", "event", Event.ID.decode(eventId));
        }
        String event = "exists (select from event e where e.id = t.event_id and e.published_at is not null";
        if (age == null) {
            where.and(event + ")");
        } else {
            where.and(event + " and :age between e.min_age and e.max_age)", "age", Ages.checked(age));
        }
        if (hasSeats != null) {
            // sessions whose places are not public are in neither list
            where.and(Session.PLACES_ARE_PUBLIC.replace("{t}", Plan.ROOT))
                    .and((hasSeats ? "" : "not ") + "t.seats_taken < t.capacity");
        }
        return where;
    }

    private void addTimes(Where where) {
        if (from == null) {
            where.and("t.ends_at > now()");
        } else {
            where.and("t.ends_at > :from", "from", from);
        }
        if (until != null) {
            if (from != null && !from.isBefore(until)) {
                throw Fault.badRequest("dates-reversed", "from", "until");
            }
            where.and("t.starts_at < :until", "until", until);
        }
        // a session lasts 24 hours at most: this bound lets the index on the start do the work
        where.and("t.starts_at > " + (from == null ? "now()" : ":from") + " - interval '24 hours'");
    }

    private void addPlaces(Where where) {
        if (areaId != null) {
            where.and(
                    "t.station_id in (select s.id from station s where " + Area.subtree("s.area_id") + ")",
                    "area",
                    Area.ID.decode(areaId));
        }
        if (stationId != null) {
            where.and("t.station_id = :station", "station", Station.ID.decode(stationId));
        }
    }
}
