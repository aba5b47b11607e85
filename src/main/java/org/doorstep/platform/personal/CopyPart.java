package org.doorstep.platform.personal;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.time.CityTime;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** One list of the copy: a statement with the parameter {@code :person}, and how its columns are written. */
public final class CopyPart {

    private static final Pattern WORD = Pattern.compile("_(.)");

    private record Seal(Function<UUID, String> context, String idColumn) {}

    private final String name;
    private final String sql;
    private final Map<String, IdType> ids = new HashMap<>();
    private final Map<String, Seal> seals = new HashMap<>();

    private CopyPart(String name, String sql) {
        this.name = name;
        this.sql = sql;
    }

    public static CopyPart of(String name, String sql) {
        return new CopyPart(name, sql);
    }

    /** Writes a column as a public id. */
    public CopyPart id(String column, IdType type) {
        ids.put(column, type);
        return this;
    }

    /** Opens a column that was encrypted for the context of the id in column {@code id}. */
    public CopyPart sealed(String column, Function<UUID, String> context) {
        return sealed(column, context, "id");
    }

    /** Opens a column that was encrypted for the context of the id in another column. */
    public CopyPart sealed(String column, Function<UUID, String> context, String idColumn) {
        seals.put(column, new Seal(context, idColumn));
        return this;
    }

    public String name() {
        return name;
    }

    public String sql() {
        return sql;
    }

    /** At most so many rows, each by the names of its columns. */
    public Mono<List<Map<String, @Nullable Object>>> read(
            DatabaseClient database, FieldEncryption encryption, UUID person, int limit) {
        return database.sql("select * from (" + sql + ") part limit :limit")
                .bind("person", person)
                .bind("limit", limit)
                .map((row, metadata) -> written(row, metadata, encryption))
                .all()
                .collectList();
    }

    private Map<String, @Nullable Object> written(Row row, RowMetadata metadata, FieldEncryption encryption) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        for (ColumnMetadata column : metadata.getColumnMetadatas()) {
            written.put(camelCase(column.getName()), value(row, column.getName(), encryption));
        }
        return written;
    }

    private @Nullable Object value(Row row, String column, FieldEncryption encryption) {
        Seal seal = seals.get(column);
        if (seal != null) {
            byte[] sealed = row.get(column, byte[].class);
            // a row without the value may have no id for it either
            return sealed == null
                    ? null
                    : encryption.decrypt(sealed, seal.context().apply(required(row, seal.idColumn(), UUID.class)));
        }
        Object value = row.get(column);
        if (value instanceof UUID id) {
            IdType type = ids.get(column);
            return type == null ? id.toString() : type.encode(id);
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.atZoneSameInstant(CityTime.ZONE).toOffsetDateTime().toString();
        }
        if (value instanceof Object[] values) {
            return Arrays.asList(values);
        }
        return value instanceof Number || value instanceof Boolean ? value : Objects.toString(value, null);
    }

    private static String camelCase(String column) {
        return WORD.matcher(column).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
