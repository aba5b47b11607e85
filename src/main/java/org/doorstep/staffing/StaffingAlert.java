package org.doorstep.staffing;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** More children have a place than the carers of a session cover. */
record StaffingAlert(Selected row) {

    static final IdType ID = new IdType("sal");

    private static final Column<UUID> SESSION_ID = Column.of("session_id", UUID.class);
    private static final Column<Integer> UNCOVERED = Column.of("uncovered", Integer.class);
    private static final Column<Integer> MOST_UNCOVERED = Column.of("most_uncovered", Integer.class);
    private static final Column<Instant> RAISED_AT = Column.of("raised_at", Instant.class);
    private static final Column<Instant> RESOLVED_AT = Column.of("resolved_at", Instant.class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);

    static final Projection<StaffingAlert> PROJECTION = Projection.of("staffing_alert", StaffingAlert::new)
            .always(SESSION_ID, RESOLVED_AT)
            .field(UNCOVERED)
            .field("mostUncovered", MOST_UNCOVERED)
            .field("raisedAt", RAISED_AT)
            .one(SESSION);

    UUID sessionId() {
        return row.get(SESSION_ID);
    }

    public String id() {
        return ID.encode(row.id());
    }

    public Session session() {
        return row.get(SESSION);
    }

    public Integer uncovered() {
        return row.get(UNCOVERED);
    }

    public Integer mostUncovered() {
        return row.get(MOST_UNCOVERED);
    }

    public Instant raisedAt() {
        return row.get(RAISED_AT);
    }

    public @Nullable Instant resolvedAt() {
        return row.find(RESOLVED_AT);
    }
}
