package org.doorstep.appeal;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.event.Session;
import org.doorstep.family.Child;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** Why a family says that a missed session should not count (申诉). */
record NoShowAppeal(Selected row) {
    /** What the station says to an appeal. */
    public enum NoShowDecision {
        EXCUSED,
        UPHELD
    }

    static final IdType ID = new IdType("apl");

    static final Column<UUID> CHILD = Column.of("child_id", UUID.class);
    static final Column<UUID> STATION = Column.of("station_id", UUID.class);
    private static final Column<UUID> BOOKING = Column.of("booking_id", UUID.class);
    private static final Column<byte[]> STATEMENT = Column.of("statement", byte[].class);
    private static final Column<Instant> MADE_AT = Column.of("made_at", Instant.class);
    private static final Column<String> DECISION = Column.computed("decision", "{t}.decision::text", String.class);
    private static final Column<Instant> DECIDED_AT = Column.of("decided_at", Instant.class);
    private static final Column<byte[]> NOTE = Column.of("note", byte[].class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);

    static final Projection<NoShowAppeal> PROJECTION = Projection.of("no_show_appeal", NoShowAppeal::new)
            .always(CHILD, STATION)
            .field("bookingId", BOOKING)
            .field("statement", STATEMENT)
            .field("madeAt", MADE_AT)
            .field("decision", DECISION)
            .field("decidedAt", DECIDED_AT)
            .field("note", NOTE)
            .one(SESSION);

    static String statementContext(UUID appeal) {
        return "no_show_appeal.statement:" + appeal;
    }

    static String noteContext(UUID appeal) {
        return "no_show_appeal.note:" + appeal;
    }

    UUID child() {
        return row.get(CHILD);
    }

    UUID station() {
        return row.get(STATION);
    }

    public String id() {
        return ID.encode(row.id());
    }

    public String bookingId() {
        return Booking.ID.encode(row.get(BOOKING));
    }

    public String childId() {
        return Child.ID.encode(child());
    }

    public Session session() {
        return row.get(SESSION);
    }

    public Instant madeAt() {
        return row.get(MADE_AT);
    }

    public @Nullable NoShowDecision decision() {
        String decision = row.find(DECISION);
        return decision == null ? null : NoShowDecision.valueOf(decision);
    }

    public @Nullable Instant decidedAt() {
        return row.find(DECIDED_AT);
    }

    String statement(FieldEncryption encryption) {
        return encryption.decrypt(row.get(STATEMENT), statementContext(row.id()));
    }

    @Nullable
    String note(FieldEncryption encryption) {
        byte[] note = row.find(NOTE);
        return note == null ? null : encryption.decrypt(note, noteContext(row.id()));
    }
}
