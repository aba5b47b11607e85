package org.doorstep.funding;

import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;

/** An organisation that funds projects (基金会). */
public record Foundation(Selected row) implements Node {

    public static final IdType ID = new IdType("fnd");

    private static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<Boolean> SAMPLE = Column.of("sample", Boolean.class);

    static final Projection<Foundation> PROJECTION =
            Projection.of("foundation", Foundation::new).field(NAME).field(SAMPLE);

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

    public Boolean sample() {
        return row.get(SAMPLE);
    }
}
