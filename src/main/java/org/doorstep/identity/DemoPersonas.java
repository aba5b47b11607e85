package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import java.util.UUID;
import org.doorstep.platform.launch.ConditionalOnSampleData;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The persons of the sample data that a visitor may sign in as. Exists only while sample data is on. */
@Component
@ConditionalOnSampleData
public class DemoPersonas {

    private final DatabaseClient database;

    DemoPersonas(DatabaseClient database) {
        this.database = database;
    }

    /** Says which person of the sample data plays a persona. */
    public Mono<Void> assign(DemoPersona persona, UUID personId) {
        return database.sql("""
                        insert into demo_persona (persona, person_id) values (:persona, :person_id)
                            on conflict (persona) do update set person_id = excluded.person_id
                        """)
                .bind("persona", persona.name())
                .bind("person_id", personId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<UUID> find(DemoPersona persona) {
        return database.sql("select person_id from demo_persona where persona = :persona")
                .bind("persona", persona.name())
                .map(row -> required(row, "person_id", UUID.class))
                .one();
    }
}
