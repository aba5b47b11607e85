package org.doorstep.volunteer;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.doorstep.station.Station;

/** Somebody who helps at stations (志愿者). Name and phone are read by {@link VolunteerNames}, which knows who may see them. */
record Volunteer(Selected row) implements Node {

    static final IdType ID = new IdType("vol");

    static final Column<LocalDate> JOINED_ON = Column.of("joined_on", LocalDate.class);
    private static final Column<Boolean> CLEARED = Column.computed(
            "cleared",
            "coalesce({t}.cleared_until >= (now() at time zone 'Asia/Shanghai')::date, false)",
            Boolean.class);
    private static final ToOne<Station> STATION = ToOne.by("station_id", "station", () -> Station.PROJECTION);

    static final Projection<Volunteer> PROJECTION = Projection.of("volunteer", Volunteer::new)
            .field("joinedOn", JOINED_ON)
            .field(CLEARED)
            .one(STATION);

    UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public LocalDate joinedOn() {
        return row.get(JOINED_ON);
    }

    public Boolean cleared() {
        return row.get(CLEARED);
    }

    public Station station() {
        return row.get(STATION);
    }
}
