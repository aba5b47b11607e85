package org.doorstep.funding;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.money.Money;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;

/** Money that a foundation gives to a project (资助). */
record Grant(Selected row) {

    static final IdType ID = new IdType("grt");

    private static final Column<BigDecimal> AMOUNT = Column.of("amount", BigDecimal.class);
    private static final Column<String> CURRENCY = Column.of("currency", String.class);
    private static final Column<LocalDate> AWARDED_ON = Column.of("awarded_on", LocalDate.class);
    private static final ToOne<Foundation> FOUNDATION =
            ToOne.by("foundation_id", "foundation", () -> Foundation.PROJECTION);
    private static final ToOne<Project> PROJECT = ToOne.by("project_id", "project", () -> Project.PROJECTION);

    static final Projection<Grant> PROJECTION = Projection.of("project_grant", Grant::new)
            .field("amount", AMOUNT, CURRENCY)
            .field("awardedOn", AWARDED_ON)
            .one(FOUNDATION)
            .one(PROJECT);

    public String id() {
        return ID.encode(row.id());
    }

    public Foundation foundation() {
        return row.get(FOUNDATION);
    }

    public Project project() {
        return row.get(PROJECT);
    }

    public Money amount() {
        return new Money(row.get(AMOUNT), Currency.getInstance(row.get(CURRENCY)));
    }

    public LocalDate awardedOn() {
        return row.get(AWARDED_ON);
    }
}
