package org.doorstep.volunteer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** A volunteer's place in a shift (报名). */
record SignUp(Selected row) implements Node {
    /** Why a station ended a sign-up. */
    enum SignUpEnd {
        SESSION_MOVED,
        SESSION_CANCELLED
    }

    static final IdType ID = new IdType("sup");

    static final Column<Instant> STARTS_AT = Column.computed("starts_at", "lower({t}.period)", Instant.class);
    private static final Column<Instant> ARRIVED_AT = Column.of("arrived_at", Instant.class);
    private static final Column<Instant> LEFT_AT = Column.of("left_at", Instant.class);
    private static final Column<BigDecimal> HOURS = Column.computed(
            "hours", "(select h.hours from shift_hours h where h.sign_up_id = {t}.id)", BigDecimal.class);
    private static final Column<String> WITHDRAWAL_CAUSE = Column.of("withdrawal_cause", String.class);
    private static final ToOne<Shift> SHIFT = ToOne.by("shift_id", "shift", () -> Shift.PROJECTION);
    private static final ToOne<Volunteer> VOLUNTEER = ToOne.by("volunteer_id", "volunteer", () -> Volunteer.PROJECTION);

    static final Projection<SignUp> PROJECTION = Projection.of("sign_up", SignUp::new)
            .field("arrivedAt", ARRIVED_AT)
            .field("leftAt", LEFT_AT)
            .field(HOURS)
            .field("endedBecause", WITHDRAWAL_CAUSE)
            .one(SHIFT)
            .one(VOLUNTEER);

    UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public @Nullable Instant arrivedAt() {
        return row.find(ARRIVED_AT);
    }

    public @Nullable Instant leftAt() {
        return row.find(LEFT_AT);
    }

    public @Nullable BigDecimal hours() {
        BigDecimal hours = row.find(HOURS);
        return hours == null ? null : hours.setScale(2, RoundingMode.UNNECESSARY);
    }

    public @Nullable SignUpEnd endedBecause() {
        String cause = row.find(WITHDRAWAL_CAUSE);
        return cause == null ? null : SignUpEnd.valueOf(cause);
    }

    public Shift shift() {
        return row.get(SHIFT);
    }

    public Volunteer volunteer() {
        return row.get(VOLUNTEER);
    }
}
