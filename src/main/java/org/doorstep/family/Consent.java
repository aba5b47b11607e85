package org.doorstep.family;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** A guardian's consent (同意) for a child. */
public record Consent(Selected row) implements Node {

    static final IdType ID = new IdType("cns");

    private static final Column<String> PURPOSE = Column.computed("purpose", "{t}.purpose::text", String.class);
    private static final Column<Integer> VERSION = Column.of("version", Integer.class);
    private static final Column<Instant> GIVEN_AT = Column.of("given_at", Instant.class);
    private static final Column<Instant> WITHDRAWN_AT = Column.of("withdrawn_at", Instant.class);

    static final Projection<Consent> PROJECTION = Projection.of("consent", Consent::new)
            .field(PURPOSE)
            .field(VERSION)
            .field("givenAt", GIVEN_AT)
            .field("withdrawnAt", WITHDRAWN_AT);

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public ConsentPurpose purpose() {
        return ConsentPurpose.valueOf(row.get(PURPOSE));
    }

    public Integer version() {
        return row.get(VERSION);
    }

    public Instant givenAt() {
        return row.get(GIVEN_AT);
    }

    public @Nullable Instant withdrawnAt() {
        return row.find(WITHDRAWN_AT);
    }
}
