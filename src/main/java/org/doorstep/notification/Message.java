package org.doorstep.notification;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.CancellationCause;
import org.doorstep.event.Session;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** What a person is told (消息) of the bookings of a basket in a session. */
record Message(Selected row) {

    static final IdType ID = new IdType("msg");
    static final Column<Instant> CREATED_AT = Column.of("created_at", Instant.class);

    private static final Column<String> KIND = Column.computed("kind", "{t}.kind::text", String.class);
    private static final Column<String> STATE = Column.computed("state", "{t}.state::text", String.class);
    private static final Column<UUID> BOOKING = Column.of("booking_id", UUID.class);
    private static final Column<Instant> READ_AT = Column.of("read_at", Instant.class);
    private static final Column<String> EVENT = ofSession("event", "e.title", String.class);
    private static final Column<String> STATION = ofSession("station", "p.name", String.class);
    private static final Column<Instant> STARTS_AT = ofSession("starts_at", "s.starts_at", Instant.class);
    private static final Column<String> CANCELLATION = Column.computed(
            "cancellation",
            "(select b.cancellation_cause::text from booking b where b.id = {t}.booking_id)",
            String.class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);

    static final Projection<Message> PROJECTION = Projection.of("message", Message::new)
            .field(KIND)
            .field(STATE)
            .field("text", KIND, EVENT, STATION, STARTS_AT, CANCELLATION)
            .field("bookingId", BOOKING)
            .field("createdAt", CREATED_AT)
            .field("readAt", READ_AT)
            .one(SESSION);

    private static <T> Column<T> ofSession(String name, String sql, Class<T> type) {
        return Column.computed(
                name,
                "(select " + sql + " from session s join event e on e.id = s.event_id"
                        + " join station p on p.id = s.station_id where s.id = {t}.session_id)",
                type);
    }

    public String id() {
        return ID.encode(row.id());
    }

    public MessageKind kind() {
        return MessageKind.valueOf(row.get(KIND));
    }

    public MessageState state() {
        return MessageState.valueOf(row.get(STATE));
    }

    public String bookingId() {
        return Booking.ID.encode(row.get(BOOKING));
    }

    public Session session() {
        return row.get(SESSION);
    }

    public Instant createdAt() {
        return row.get(CREATED_AT);
    }

    public @Nullable Instant readAt() {
        return row.find(READ_AT);
    }

    Subject subject() {
        String cause = row.find(CANCELLATION);
        return new Subject(
                kind(),
                row.get(EVENT),
                row.get(STATION),
                row.get(STARTS_AT),
                cause == null ? null : CancellationCause.valueOf(cause));
    }

    /** What the words of a message are made of. */
    record Subject(
            MessageKind kind,
            String event,
            String station,
            Instant startsAt,
            @Nullable CancellationCause cancellation) {}
}
