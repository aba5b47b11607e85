package org.doorstep.booking;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.family.Child;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** A child's place in a session (预约), or its wait for one. */
public record Booking(Selected row) implements Node {

    public static final IdType ID = new IdType("bkg");
    private static final IdType BASKET = new IdType("bsk");

    private static final Column<String> STATE = Column.computed("state", "{t}.state::text", String.class);
    private static final Column<UUID> BASKET_ID = Column.of("basket_id", UUID.class);
    private static final Column<Integer> WAITLIST_POSITION = Column.computed(
            "waitlist_position",
            "(case when {t}.state = 'WAITLISTED' then (select 1 + count(*) from booking w"
                    + " where w.session_id = {t}.session_id and w.state = 'WAITLISTED'"
                    + " and (w.created_at, w.id) < ({t}.created_at, {t}.id))::int end)",
            Integer.class);
    private static final Column<Boolean> CANCELLABLE = Column.computed(
            "cancellable",
            "(select case {t}.state when 'WAITLISTED' then now() < s.starts_at"
                    + " when 'OFFERED' then now() < s.starts_at"
                    + " when 'CONFIRMED' then now() <= s.cancel_until else false end"
                    + " from session s where s.id = {t}.session_id)",
            Boolean.class);
    private static final Column<Instant> CREATED_AT = Column.of("created_at", Instant.class);
    private static final Column<Instant> CANCELLED_AT = Column.of("cancelled_at", Instant.class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);
    private static final ToOne<Child> CHILD = ToOne.by("child_id", "child", () -> Child.PROJECTION);

    public static final Projection<Booking> PROJECTION = Projection.of("booking", Booking::new)
            .field(STATE)
            .field("basketId", BASKET_ID)
            .field("waitlistPosition", WAITLIST_POSITION)
            .field("availableActions", CANCELLABLE)
            .field("createdAt", CREATED_AT)
            .field("cancelledAt", CANCELLED_AT)
            .one(SESSION)
            .one(CHILD);

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public BookingState state() {
        return BookingState.valueOf(row.get(STATE));
    }

    public Session session() {
        return row.get(SESSION);
    }

    public Child child() {
        return row.get(CHILD);
    }

    public String basketId() {
        return BASKET.encode(row.get(BASKET_ID));
    }

    public @Nullable Integer waitlistPosition() {
        return row.find(WAITLIST_POSITION);
    }

    public List<BookingAction> availableActions() {
        return row.get(CANCELLABLE) ? List.of(BookingAction.CANCEL) : List.of();
    }

    public Instant createdAt() {
        return row.get(CREATED_AT);
    }

    public @Nullable Instant cancelledAt() {
        return row.find(CANCELLED_AT);
    }
}
