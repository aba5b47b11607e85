package org.doorstep.funding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** Work of an organisation at some stations that foundations pay for (项目), with the caller's rights on it. */
public record Project(Selected row) implements Node {

    public static final IdType ID = new IdType("prj");

    static final Column<LocalDate> STARTS_ON = Column.of("starts_on", LocalDate.class);
    private static final Column<LocalDate> ENDS_ON = Column.of("ends_on", LocalDate.class);
    private static final Column<LocalDate> TODAY =
            Column.computed("today", "(now() at time zone 'Asia/Shanghai')::date", LocalDate.class);
    private static final Column<Boolean> MANAGED = Column.computed("managed", FundingSight.MANAGED, Boolean.class);
    private static final Column<Boolean> FUNDED = Column.computed("funded", FundingSight.FUNDED, Boolean.class);
    private static final Column<String> TITLE = Column.of("title", String.class);
    private static final Column<String> ORGANISATION = Column.of("organisation", String.class);
    private static final Column<Instant> PUBLISHED_AT = Column.of("published_at", Instant.class);
    private static final Column<Boolean> SAMPLE = Column.of("sample", Boolean.class);
    private static final ToOne<FundingRound> ROUND =
            ToOne.optionalBy("round_id", "round", () -> FundingRound.PROJECTION);

    static final Projection<Project> PROJECTION = Projection.of("project", Project::new)
            .always(STARTS_ON, ENDS_ON, TODAY, MANAGED, FUNDED)
            .field(TITLE)
            .field(ORGANISATION)
            .field("publishedAt", PUBLISHED_AT)
            .field(SAMPLE)
            .one(ROUND);

    UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String title() {
        return row.get(TITLE);
    }

    public String organisation() {
        return row.get(ORGANISATION);
    }

    public LocalDate startsOn() {
        return row.get(STARTS_ON);
    }

    public LocalDate endsOn() {
        return row.get(ENDS_ON);
    }

    public @Nullable Instant publishedAt() {
        return row.find(PUBLISHED_AT);
    }

    public @Nullable FundingRound round() {
        return isOpenToCaller() ? row.find(ROUND) : null;
    }

    public Boolean sample() {
        return row.get(SAMPLE);
    }

    /** Today in Asia/Shanghai, by the database's clock. */
    LocalDate today() {
        return row.get(TODAY);
    }

    /** Whether the caller answers for the project, and sees exact figures. */
    boolean isManagedByCaller() {
        return row.get(MANAGED);
    }

    /** Whether the caller sees more of the project than everyone. */
    boolean isOpenToCaller() {
        return isManagedByCaller() || row.get(FUNDED);
    }
}
