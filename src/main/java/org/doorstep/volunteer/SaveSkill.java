package org.doorstep.volunteer;

import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.volunteer.Skills.Skill;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Adds or renames a skill of the list that volunteers choose from, for the federation. */
@Component
class SaveSkill {

    /** A skill to add or rename. */
    record Input(String code, String name, String nameEn, int position) {
        void check() {
            new InputCheck()
                    .code(code, "code")
                    .line(name, "name", 1, 20)
                    .line(nameEn, "nameEn", 1, 40)
                    .range(position, "position", 0, 100_000)
                    .orRefuse();
        }
    }

    /** The skill stands in the reference data. */
    record SkillSaved(Skill skill) {}

    private final DatabaseClient database;
    private final Transactions transactions;

    SaveSkill(DatabaseClient database, Transactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    Mono<SkillSaved> save(Caller caller, Input input) {
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
}
