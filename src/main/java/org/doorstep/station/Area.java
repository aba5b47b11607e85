package org.doorstep.station;

import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** An administrative division (行政区). */
public record Area(Selected row) implements Node {
    /** The level of an area. */
    public enum AreaLevel {
        CITY,
        TOWN,
        COMMUNITY
    }

    public static final IdType ID = new IdType("are");

    static final Column<String> CODE = Column.of("code", String.class);
    private static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<String> LEVEL = Column.computed("level", "{t}.level::text", String.class);
    private static final ToOne<Area> PARENT = ToOne.optionalBy("parent_id", "parent", () -> Area.PROJECTION);

    public static final Projection<Area> PROJECTION = Projection.of("area", Area::new)
            .field(CODE)
            .field(NAME)
            .field(LEVEL)
            .one(PARENT);

    /** Condition that a column refers to an area within the area {@code :area}, or to itself. */
    public static String subtree(String column) {
        return column + " in (select id from area where path @> array[:area]::uuid[])";
    }

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String code() {
        return row.get(CODE);
    }

    public String name() {
        return row.get(NAME);
    }

    public AreaLevel level() {
        return AreaLevel.valueOf(row.get(LEVEL));
    }

    public @Nullable Area parent() {
        return row.find(PARENT);
    }
}
