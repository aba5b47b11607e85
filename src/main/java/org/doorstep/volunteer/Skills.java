package org.doorstep.volunteer;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reference data: what volunteers can do, and what they stand for. */
@Repository
class Skills {

    /** Something a volunteer can do. */
    record Skill(String code, String name, String nameEn) {}

    /** What a volunteer stands for in a shift or a team. */
    record VolunteerRole(String code, String name, String nameEn) {}

    private final DatabaseClient database;

    Skills(DatabaseClient database) {
        this.database = database;
    }

    Mono<List<Skill>> all() {
        return database.sql("select code, name, name_en from skill order by position, code limit 500")
                .map(row -> new Skill(text(row, 0), text(row, 1), text(row, 2)))
                .all()
                .collectList();
    }

    Mono<List<VolunteerRole>> roles() {
        return database.sql("select code, name, name_en from volunteer_role order by position, code limit 100")
                .map(row -> new VolunteerRole(text(row, 0), text(row, 1), text(row, 2)))
                .all()
                .collectList();
    }

    private static String text(Readable row, int index) {
        return required(row, index, String.class);
    }
}
