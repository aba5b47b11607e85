package org.doorstep.volunteer;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes which skills a volunteer has. */
@Component
class VolunteerSkills {

    private final DatabaseClient database;

    VolunteerSkills(DatabaseClient database) {
        this.database = database;
    }

    /** Replaces the skills; fails with {@link Refused} and {@link InvalidInput} when a code is unknown. */
    Mono<Void> replace(UUID volunteer, List<String> codes) {
        Set<String> wanted = Set.copyOf(codes);
        Mono<Long> cleared = database.sql("delete from volunteer_skill where volunteer_id = :volunteer")
                .bind("volunteer", volunteer)
                .fetch()
                .rowsUpdated();
        Mono<Long> added = database.sql("""
                        insert into volunteer_skill (volunteer_id, skill_code)
                        select :volunteer, k.code from skill k where k.code = any(:codes)
                        """)
                .bind("volunteer", volunteer)
                .bind("codes", wanted.toArray(String[]::new))
                .fetch()
                .rowsUpdated();
        return cleared.then(added)
                .filter(rows -> rows == wanted.size())
                .switchIfEmpty(Mono.error(() -> new Refused(InvalidInput.of("skills", "format"))))
                .then();
    }

    static void check(InputCheck check, @Nullable List<String> codes) {
        for (int i = 0; codes != null && i < codes.size(); i++) {
            check.code(codes.get(i), "skills[" + i + "]");
        }
    }
}
