package org.doorstep.volunteer;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.InvalidInput;
import org.doorstep.platform.refusal.Refused;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reference data: what volunteers can do, and what they stand for. */
@Repository
class Skills {

    private final DatabaseClient database;
    private final Transactions transactions;

    Skills(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
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

    Mono<SkillSaved> save(Caller caller, SaveSkillInput input) {
        caller.require(Role.FEDERATION, Role.ADMIN);
        input.check();
        Skill skill =
                new Skill(input.code(), input.name().strip(), input.nameEn().strip());
        return transactions
                .writeStatement(database.sql("""
                                insert into skill (code, name, name_en, position)
                                values (:code, :name, :nameEn, :position)
                                on conflict (code) do update
                                set name = excluded.name, name_en = excluded.name_en, position = excluded.position
                                """)
                        .bind("code", skill.code())
                        .bind("name", skill.name())
                        .bind("nameEn", skill.nameEn())
                        .bind("position", input.position())
                        .fetch()
                        .rowsUpdated())
                .onErrorMap(DuplicateKeyException.class, taken -> new Refused(InvalidInput.of("name", "duplicate")))
                .thenReturn(new SkillSaved(skill));
    }

    private static String text(Readable row, int index) {
        return Objects.requireNonNull(row.get(index, String.class));
    }
}
