package org.doorstep.incident;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.family.Child;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** What the station must look into. */
public record Incident(Selected row) {

    public static final IdType ID = new IdType("inc");

    private static final Column<String> KIND = Column.computed("kind", "{t}.kind::text", String.class);
    private static final Column<UUID> CHILD =
            Column.computed("child_id", "(select b.child_id from booking b where b.id = {t}.booking_id)", UUID.class);
    private static final Column<UUID> STATION = Column.of("station_id", UUID.class);
    private static final Column<Instant> HAPPENED_AT =
            Column.computed("happened_at", "coalesce({t}.happened_at, {t}.raised_at)", Instant.class);
    private static final Column<Instant> RAISED_AT = Column.of("raised_at", Instant.class);
    private static final Column<Instant> RESOLVED_AT = Column.of("resolved_at", Instant.class);
    private static final Column<byte[]> NOTE = Column.of("note", byte[].class);

    static final Projection<Incident> PROJECTION = Projection.of("incident", Incident::new)
            .always(CHILD, STATION)
            .field("kind", KIND)
            .field("happenedAt", HAPPENED_AT)
            .field("raisedAt", RAISED_AT)
            .field("resolvedAt", RESOLVED_AT)
            .field("note", NOTE);

    public static String nameContext(UUID incident) {
        return "incident.name:" + incident;
    }

    public static String noteContext(UUID incident) {
        return "incident.note:" + incident;
    }

    public UUID uuid() {
        return row.id();
    }

    UUID child() {
        return row.get(CHILD);
    }

    public UUID station() {
        return row.get(STATION);
    }

    public String id() {
        return ID.encode(row.id());
    }

    public IncidentKind kind() {
        return IncidentKind.valueOf(row.get(KIND));
    }

    public String childId() {
        return Child.ID.encode(child());
    }

    public Instant happenedAt() {
        return row.get(HAPPENED_AT);
    }

    public Instant raisedAt() {
        return row.get(RAISED_AT);
    }

    public @Nullable Instant resolvedAt() {
        return row.find(RESOLVED_AT);
    }

    @Nullable
    String note(FieldEncryption encryption) {
        byte[] note = row.find(NOTE);
        return note == null ? null : encryption.decrypt(note, noteContext(row.id()));
    }
}
