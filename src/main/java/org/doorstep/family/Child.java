package org.doorstep.family;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** A child (儿童). Who reads the row decides who may see it: the family, or staff that care for the child. */
public record Child(Selected row) implements Node {

    public static final IdType ID = new IdType("chi");

    static final Column<LocalDate> BIRTH_DATE = Column.of("birth_date", LocalDate.class);
    private static final Column<Integer> AGE = Column.computed(
            "age", "completed_years({t}.birth_date, (now() at time zone 'Asia/Shanghai')::date)", Integer.class);
    private static final Column<byte[]> NICKNAME = Column.of("nickname", byte[].class);
    private static final Column<byte[]> NOTES = Column.of("notes", byte[].class);

    public static final Projection<Child> PROJECTION = Projection.of("child", Child::new)
            .field("nickname", NICKNAME)
            .field("birthDate", BIRTH_DATE)
            .field(AGE)
            .field("notes", NOTES);

    /** Where an encrypted nickname belongs. */
    public static String nicknameContext(UUID child) {
        return "child.nickname:" + child;
    }

    /** Where encrypted notes belong. */
    public static String notesContext(UUID child) {
        return "child.notes:" + child;
    }

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String nickname(FieldEncryption encryption) {
        return encryption.decrypt(row.get(NICKNAME), nicknameContext(uuid()));
    }

    public @Nullable String notes(FieldEncryption encryption) {
        byte[] notes = row.find(NOTES);
        return notes == null ? null : encryption.decrypt(notes, notesContext(uuid()));
    }

    public LocalDate birthDate() {
        return row.get(BIRTH_DATE);
    }

    public Integer age() {
        return row.get(AGE);
    }
}
