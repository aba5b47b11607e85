package org.doorstep.volunteer;

import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.doorstep.station.Station;
import org.doorstep.volunteer.Skills.VolunteerRole;
import org.jspecify.annotations.Nullable;

/** Volunteers of a station who work together (团队). */
record Team(Selected row) implements Node {

    static final IdType ID = new IdType("tea");

    static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<String> ROLE_CODE = Column.of("role_code", String.class);
    private static final Column<String> ROLE_NAME = Column.computed(
            "role_name", "(select r.name from volunteer_role r where r.code = {t}.role_code)", String.class);
    private static final Column<String> ROLE_NAME_EN = Column.computed(
            "role_name_en", "(select r.name_en from volunteer_role r where r.code = {t}.role_code)", String.class);
    private static final Column<Integer> MEMBER_COUNT = Column.computed(
            "member_count", "(select count(*)::int from team_member m where m.team_id = {t}.id)", Integer.class);
    private static final ToOne<Station> STATION = ToOne.by("station_id", "station", () -> Station.PROJECTION);

    static final Projection<Team> PROJECTION = Projection.of("team", Team::new)
            .field(NAME)
            .field("role", ROLE_CODE, ROLE_NAME, ROLE_NAME_EN)
            .field("memberCount", MEMBER_COUNT)
            .one(STATION);

    UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String name() {
        return row.get(NAME);
    }

    public @Nullable VolunteerRole role() {
        String code = row.find(ROLE_CODE);
        return code == null ? null : new VolunteerRole(code, row.get(ROLE_NAME), row.get(ROLE_NAME_EN));
    }

    public Integer memberCount() {
        return row.get(MEMBER_COUNT);
    }

    public Station station() {
        return row.get(STATION);
    }
}
