package org.doorstep.volunteer;

import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.text.PlainText;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** Which volunteers to list. */
record VolunteerFilter(
        @Nullable String stationId,
        @Nullable String skill,
        @Nullable String teamId) {

    static final VolunteerFilter NONE = new VolunteerFilter(null, null, null);

    private static final int MAX_SKILL = 40;

    Where where() {
        Where where = new Where();
        if (stationId != null) {
            where.and("t.station_id = :station", "station", Station.ID.decode(stationId));
        }
        if (skill != null && !PlainText.isLine(skill)) {
            throw Fault.badRequest("search.text", MAX_SKILL);
        }
        if (skill != null) {
            where.and(
                    "exists (select from volunteer_skill k where k.volunteer_id = t.id and k.skill_code = :skill)",
                    "skill",
                    skill);
        }
        if (teamId != null) {
            where.and(
                    "exists (select from team_member m where m.volunteer_id = t.id and m.team_id = :team)",
                    "team",
                    Team.ID.decode(teamId));
        }
        return where;
    }
}
