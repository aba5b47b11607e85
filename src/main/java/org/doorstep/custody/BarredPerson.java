package org.doorstep.custody;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** Someone who may never collect a child, whatever lists and passes say. */
record BarredPerson(Selected row) {

    static final IdType ID = new IdType("bar");

    private static final Column<byte[]> NAME = Column.of("name", byte[].class);
    private static final Column<byte[]> PHONE = Column.of("phone", byte[].class);
    private static final Column<byte[]> NOTE = Column.of("note", byte[].class);
    private static final Column<Instant> BARRED_AT = Column.of("barred_at", Instant.class);

    static final Projection<BarredPerson> PROJECTION = Projection.of("barred_person", BarredPerson::new)
            .field("name", NAME)
            .field("phone", PHONE)
            .field("note", NOTE)
            .field("barredAt", BARRED_AT);

    static String nameContext(UUID barred) {
        return "barred_person.name:" + barred;
    }

    static String phoneContext(UUID barred) {
        return "barred_person.phone:" + barred;
    }

    static String noteContext(UUID barred) {
        return "barred_person.note:" + barred;
    }

    public String id() {
        return ID.encode(row.id());
    }

    String name(FieldEncryption encryption) {
        return encryption.decrypt(row.get(NAME), nameContext(row.id()));
    }

    @Nullable
    String phone(FieldEncryption encryption) {
        byte[] phone = row.find(PHONE);
        return phone == null ? null : encryption.decrypt(phone, phoneContext(row.id()));
    }

    @Nullable
    String note(FieldEncryption encryption) {
        byte[] note = row.find(NOTE);
        return note == null ? null : encryption.decrypt(note, noteContext(row.id()));
    }

    public Instant barredAt() {
        return row.get(BARRED_AT);
    }
}
