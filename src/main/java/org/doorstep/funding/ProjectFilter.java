package org.doorstep.funding;

import java.util.UUID;
import org.doorstep.platform.page.TextSearch;
import org.doorstep.platform.page.Where;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** Which projects to list. */
record ProjectFilter(
        @Nullable String foundationId,
        @Nullable String roundId,
        @Nullable String stationId,
        @Nullable String text) {

    static final ProjectFilter NONE = new ProjectFilter(null, null, null, null);

    Where where(FundingSight funding) {
        Where where = funding.bindTo(new Where()).and(FundingSight.visible("t"));
        if (foundationId != null) {
            UUID foundation = Foundation.ID.decode(foundationId);
            where.and(
                    "exists (select from project_grant g where g.project_id = t.id and g.foundation_id = :foundation"
                            + " and (g.foundation_id = any(:foundations) or " + FundingSight.managed("t") + "))",
                    "foundation",
                    foundation);
        }
        if (roundId != null) {
            where.and(
                    "t.round_id = :round and " + FundingSight.privileged("t"),
                    "round",
                    FundingRound.ID.decode(roundId));
        }
        if (stationId != null) {
            where.and(
                    "exists (select from project_station p where p.project_id = t.id and p.station_id = :station)",
                    "station",
                    Station.ID.decode(stationId));
        }
        if (text != null) {
            TextSearch.contains(where, text);
        }
        return where;
    }
}
