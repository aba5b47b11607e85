package org.doorstep.station;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** A women-and-children station (妇儿驿站). */
public record Station(Selected row) implements Node {
    /** How a station came to be (提升 / 新建 / 创设). */
    public enum StationOrigin {
        UPGRADED,
        NEWLY_BUILT,
        CREATED_IN_PLACE
    }

    public static final IdType ID = new IdType("sta");

    /** Metres from the point {@code :lat}, {@code :lon}. */
    static final String DISTANCE_SQL =
            "earth_distance(ll_to_earth(:lat, :lon), ll_to_earth({t}.latitude, {t}.longitude))";

    static final Column<Double> DISTANCE = Column.computed("distance", DISTANCE_SQL, Double.class);
    static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<String> ADDRESS = Column.of("address", String.class);
    private static final Column<String> INTRODUCTION = Column.of("introduction", String.class);
    private static final Column<Double> LATITUDE = Column.of("latitude", Double.class);
    private static final Column<Double> LONGITUDE = Column.of("longitude", Double.class);
    private static final Column<String> PHONE = Column.of("phone", String.class);
    private static final Column<String> ORIGIN = Column.computed("origin", "{t}.origin::text", String.class);
    private static final Column<LocalDate> OPENED_ON = Column.of("opened_on", LocalDate.class);
    private static final Column<Boolean> SAMPLE = Column.of("sample", Boolean.class);
    private static final ToOne<Area> AREA = ToOne.by("area_id", "area", () -> Area.PROJECTION);

    public static final Projection<Station> PROJECTION = Projection.of("station", Station::new)
            .field(NAME)
            .field(ADDRESS)
            .field(INTRODUCTION)
            .field("location", LATITUDE, LONGITUDE)
            .field(PHONE)
            .field(ORIGIN)
            .field("openedOn", OPENED_ON)
            .field(SAMPLE)
            .one(AREA);

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String name() {
        return row.get(NAME);
    }

    public Area area() {
        return row.get(AREA);
    }

    public String address() {
        return row.get(ADDRESS);
    }

    public String introduction() {
        return row.get(INTRODUCTION);
    }

    GeoPoint location(Datum datum) {
        return datum.fromWgs84(row.get(LATITUDE), row.get(LONGITUDE));
    }

    public @Nullable Integer distanceMeters() {
        Double metres = row.findIfRead(DISTANCE);
        return metres == null ? null : (int) Math.round(metres);
    }

    public @Nullable String phone() {
        return row.find(PHONE);
    }

    public StationOrigin origin() {
        return StationOrigin.valueOf(row.get(ORIGIN));
    }

    public LocalDate openedOn() {
        return row.get(OPENED_ON);
    }

    public Boolean sample() {
        return row.get(SAMPLE);
    }
}
