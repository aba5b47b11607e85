package org.doorstep.booking;

import java.time.Instant;
import java.util.Arrays;
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

    /** Why some wait ahead of others, and how far before. */
    public record WaitlistPriority(String code, String name, int rank) {}

    /** Why a family was given its priority. */
    public enum WaitlistPriorityReason {
        HARDSHIP,
        NO_CARER_AT_HOME,
        REFERRED,
        CORRECTION
    }
    /** What a viewer may do with a booking. */
    public enum BookingAction {
        CANCEL,
        ACCEPT_OFFER,
        DECLINE_OFFER,
        RECONFIRM
    }

    public static final IdType ID = new IdType("bkg");
    private static final IdType BASKET = new IdType("bsk");

    private static final Column<String> STATE = Column.computed("state", "{t}.state::text", String.class);
    private static final Column<UUID> BASKET_ID = Column.of("basket_id", UUID.class);
    private static final Column<Integer> WAITLIST_POSITION = Column.computed(
            "waitlist_position", "(case when {t}.state = 'WAITLISTED' then waitlist_position({t}) end)", Integer.class);
    private static final Column<Double> WAITLIST_CHANCE = Column.computed("waitlist_chance", """
            (case when {t}.state = 'WAITLISTED' then (
                select case when count(*) >= 5 then avg((past.offered >= waitlist_position({t}))::int)::float8 end
                from (select (select coalesce(sum(d.children), 0) from waitlist_decision d
                              where d.session_id = s.id and d.decision = 'OFFERED') as offered
                      from session s join session mine on mine.id = {t}.session_id and s.event_id = mine.event_id
                      where s.ends_at < now() order by s.ends_at desc limit 20) past) end)
            """, Double.class);
    private static final Column<String> PRIORITY = Column.of("priority", String.class);
    private static final Column<String> PRIORITY_NAME = ofPriority("name", String.class);
    private static final Column<Integer> PRIORITY_RANK = ofPriority("rank", Integer.class);
    private static final Column<String> PRIORITY_REASON =
            Column.computed("priority_reason", "{t}.priority_reason::text", String.class);
    private static final Column<Instant> PRIORITY_SET_AT = Column.of("priority_set_at", Instant.class);
    private static final Column<String[]> ACTIONS = Column.computed("actions", """
            (select case when {t}.state = 'OFFERED' and now() < {t}.offer_expires_at then '{ACCEPT_OFFER,DECLINE_OFFER}'
                         when {t}.state = 'WAITLISTED' and now() < s.starts_at then '{CANCEL}'
                         when reconfirm_open({t}) then '{RECONFIRM,CANCEL}'
                         when {t}.state = 'CONFIRMED' and now() <= s.cancel_until then '{CANCEL}'
                         else '{}' end::text[]
             from session s where s.id = {t}.session_id)
            """, String[].class);
    private static final Column<Instant> OFFER_EXPIRES_AT = Column.of("offer_expires_at", Instant.class);
    private static final Column<Instant> RECONFIRM_BY = Column.of("reconfirm_by", Instant.class);
    private static final Column<Instant> RECONFIRMED_AT = Column.of("reconfirmed_at", Instant.class);
    private static final Column<Instant> CREATED_AT = Column.of("created_at", Instant.class);
    private static final Column<Instant> CANCELLED_AT = Column.of("cancelled_at", Instant.class);
    private static final Column<String> CANCELLATION_CAUSE =
            Column.computed("cancellation_cause", "{t}.cancellation_cause::text", String.class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);
    private static final ToOne<Child> CHILD = ToOne.by("child_id", "child", () -> Child.PROJECTION);

    public static final Projection<Booking> PROJECTION = Projection.of("booking", Booking::new)
            .field(STATE)
            .always(BASKET_ID)
            .field("basketId", BASKET_ID)
            .field("waitlistPosition", WAITLIST_POSITION)
            .field("waitlistChance", WAITLIST_CHANCE)
            .field("waitlistPriority", PRIORITY, PRIORITY_NAME, PRIORITY_RANK)
            .field("priorityReason", PRIORITY_REASON)
            .field("prioritySetAt", PRIORITY_SET_AT)
            .field("offerExpiresAt", OFFER_EXPIRES_AT)
            .field("availableActions", ACTIONS)
            .field("reconfirmBy", RECONFIRM_BY)
            .field("reconfirmedAt", RECONFIRMED_AT)
            .field("createdAt", CREATED_AT)
            .field("cancelledAt", CANCELLED_AT)
            .field("cancellationCause", CANCELLATION_CAUSE)
            .field(BookingMisfit.COLUMN)
            .one(SESSION)
            .one(CHILD);

    private static <T> Column<T> ofPriority(String name, Class<T> type) {
        return Column.computed(
                "priority_" + name,
                "(select p." + name + " from waitlist_priority p where p.code = {t}.priority)",
                type);
    }

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

    public UUID basket() {
        return row.get(BASKET_ID);
    }

    public @Nullable Double waitlistChance() {
        return row.find(WAITLIST_CHANCE);
    }

    public WaitlistPriority waitlistPriority() {
        return new WaitlistPriority(row.get(PRIORITY), row.get(PRIORITY_NAME), row.get(PRIORITY_RANK));
    }

    public @Nullable WaitlistPriorityReason priorityReason() {
        String reason = row.find(PRIORITY_REASON);
        return reason == null ? null : WaitlistPriorityReason.valueOf(reason);
    }

    public @Nullable Instant prioritySetAt() {
        return row.find(PRIORITY_SET_AT);
    }

    public @Nullable Instant offerExpiresAt() {
        return row.find(OFFER_EXPIRES_AT);
    }

    public @Nullable BookingMisfit misfit() {
        return BookingMisfit.of(row.find(BookingMisfit.COLUMN));
    }

    public @Nullable Integer waitlistPosition() {
        return row.find(WAITLIST_POSITION);
    }

    public List<BookingAction> availableActions() {
        return Arrays.stream(row.get(ACTIONS)).map(BookingAction::valueOf).toList();
    }

    public @Nullable Instant reconfirmBy() {
        return row.find(RECONFIRM_BY);
    }

    public @Nullable Instant reconfirmedAt() {
        return row.find(RECONFIRMED_AT);
    }

    public Instant createdAt() {
        return row.get(CREATED_AT);
    }

    public @Nullable Instant cancelledAt() {
        return row.find(CANCELLED_AT);
    }

    public @Nullable CancellationCause cancellationCause() {
        String cause = row.find(CANCELLATION_CAUSE);
        return cause == null ? null : CancellationCause.valueOf(cause);
    }
}
