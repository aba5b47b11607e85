package org.doorstep.funding;

import java.time.LocalDate;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;

/** A competition in which projects win their funding (创投大赛). */
record FundingRound(Selected row) {

    static final IdType ID = new IdType("rnd");

    private static final Column<String> NAME = Column.of("name", String.class);
    private static final Column<LocalDate> HELD_ON = Column.of("held_on", LocalDate.class);

    static final Projection<FundingRound> PROJECTION =
            Projection.of("funding_round", FundingRound::new).field(NAME).field("heldOn", HELD_ON);

    public String id() {
        return ID.encode(row.id());
    }

    public String name() {
        return row.get(NAME);
    }

    public LocalDate heldOn() {
        return row.get(HELD_ON);
    }
}
