package org.doorstep.privacy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts a copy together of what every feature keeps about a person, and records that it was made. */
@Component
class CopyData {

    /**
     * Everything kept about a person and the person's children.
     *
     * @param complete false when a part was longer than {@link CopyData#LONGEST_PART}
     * @param document the parts by their names
     */
    record DataCopy(Instant createdAt, boolean complete, Map<String, Object> document) {}

    static final int LONGEST_PART = 10_000;

    private record Read(String name, List<Map<String, @Nullable Object>> rows) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final List<CopyPart> parts;

    CopyData(
            DatabaseClient database,
            Transactions transactions,
            FieldEncryption encryption,
            List<PersonalData> keepers) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.parts = keepers.stream().flatMap(keeper -> keeper.parts().stream()).toList();
    }

    List<CopyPart> parts() {
        return parts;
    }

    Mono<DataCopy> of(UUID person, String request) {
        return transactions.write(Flux.fromIterable(parts)
                .concatMap(part -> part.read(database, encryption, person, LONGEST_PART + 1)
                        .map(rows -> new Read(part.name(), rows)))
                .collectList()
                .flatMap(read -> record(person, request).thenReturn(copy(read))));
    }

    private Mono<Void> record(UUID person, String request) {
        return database.sql("""
                        insert into audit_entry (actor, action, subject, request_id)
                        values (:person, 'DATA_COPIED', :person, :request)
                        """).bind("person", person).bind("request", request).then();
    }

    private static DataCopy copy(List<Read> read) {
        Map<String, Object> document = new LinkedHashMap<>();
        read.forEach(part -> document.put(
                part.name(), part.rows().stream().limit(LONGEST_PART).toList()));
        boolean complete = read.stream().allMatch(part -> part.rows().size() <= LONGEST_PART);
        return new DataCopy(Instant.now(), complete, document);
    }
}
