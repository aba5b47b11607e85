package org.doorstep.catalog;

import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** A kind of help that stations offer (服务). */
public record Service(Selected row) implements Node {

    public static final IdType ID = new IdType("svc");

    private static final Column<String> CODE = Column.of("code", String.class);
    private static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<String> NAME_EN = Column.of("name_en", String.class);
    private static final Column<String> DESCRIPTION = Column.of("description", String.class);
    private static final Column<Boolean> BASIC = Column.of("basic", Boolean.class);
    private static final Column<Boolean> RETIRED =
            Column.computed("retired", "({t}.retired_at is not null)", Boolean.class);
    static final Column<Integer> POSITION = Column.of("position", Integer.class);

    public static final Projection<Service> PROJECTION = Projection.of("service", Service::new)
            .field(CODE)
            .field(NAME)
            .field("nameEn", NAME_EN)
            .field(DESCRIPTION)
            .field(BASIC)
            .field(POSITION)
            .field(RETIRED);

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

    public @Nullable String nameEn() {
        return row.find(NAME_EN);
    }

    public String description() {
        return row.get(DESCRIPTION);
    }

    public Boolean basic() {
        return row.get(BASIC);
    }

    public Integer position() {
        return row.get(POSITION);
    }

    public Boolean retired() {
        return row.get(RETIRED);
    }
}
