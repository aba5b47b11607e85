package org.doorstep.custody;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.jspecify.annotations.Nullable;

/** Someone who may collect a child (接送人). Who reads the row decides who may see it. */
public record Collector(Selected row) {

    public static final IdType ID = new IdType("col");

    private static final Column<byte[]> NAME = Column.of("name", byte[].class);
    private static final Column<byte[]> PHONE = Column.of("phone", byte[].class);
    private static final Column<String> RELATION = Column.computed("relation", "{t}.relation::text", String.class);
    private static final Column<LocalDate> VALID_FROM = Column.of("valid_from", LocalDate.class);
    private static final Column<LocalDate> VALID_UNTIL = Column.of("valid_until", LocalDate.class);
    private static final Column<Boolean> BARRED =
            Column.computed("barred", "is_barred({t}.child_id, {t}.name_index, {t}.phone_index)", Boolean.class);

    public static final Projection<Collector> PROJECTION = Projection.of("collector", Collector::new)
            .field("name", NAME)
            .field("phone", PHONE)
            .field(RELATION)
            .field("validFrom", VALID_FROM)
            .field("validUntil", VALID_UNTIL)
            .field(BARRED);

    /** Where the encrypted name of a collector belongs. */
    public static String nameContext(UUID collector) {
        return "collector.name:" + collector;
    }

    static String phoneContext(UUID collector) {
        return "collector.phone:" + collector;
    }

    public String id() {
        return ID.encode(row.id());
    }

    public String name(FieldEncryption encryption) {
        return encryption.decrypt(row.get(NAME), nameContext(row.id()));
    }

    public String phone(FieldEncryption encryption) {
        return encryption.decrypt(row.get(PHONE), phoneContext(row.id()));
    }

    public CollectorRelation relation() {
        return CollectorRelation.valueOf(row.get(RELATION));
    }

    public LocalDate validFrom() {
        return row.get(VALID_FROM);
    }

    public @Nullable LocalDate validUntil() {
        return row.find(VALID_UNTIL);
    }

    public Boolean barred() {
        return row.get(BARRED);
    }
}
