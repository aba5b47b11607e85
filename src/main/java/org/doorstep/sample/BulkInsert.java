package org.doorstep.sample;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Sends any number of rows to one statement. */
@Component
class BulkInsert {

    private final DatabaseClient database;
    private final JsonMapper json;

    BulkInsert(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Runs {@code sql}, which reads {@code rows} with {@code jsonb_to_recordset(:rows::jsonb)}. */
    Mono<Long> insert(String sql, List<? extends Map<String, ?>> rows) {
        return database.sql(sql)
                .bind("rows", json.writeValueAsString(rows))
                .fetch()
                .rowsUpdated();
    }

    /** Bytes as {@code decode(…, 'hex')} reads them. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
