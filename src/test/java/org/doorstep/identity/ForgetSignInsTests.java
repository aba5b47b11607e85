package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import(TestPeople.class)
class ForgetSignInsTests {

    @Autowired
    ForgetSignIns forgetSignIns;

    @Autowired
    TestPeople people;

    @Autowired
    DatabaseClient database;

    @Test
    void sessions_are_removed_thirty_days_after_their_last_token_expired() {
        UUID person = people.guardian().personId();
        session(person, "31 days");
        session(person, "29 days");
        session(person, "-1 day");

        forgetSignIns.forget().block();

        String ofPerson = "from refresh_family f join refresh_token t on t.family_id = f.id where f.person_id = '%s'"
                .formatted(person);
        assertThat(texts("select (now()::date - t.expires_at::date)::text " + ofPerson + " order by t.expires_at"))
                .containsExactly("29", "-1");
        assertThat(texts("select count(*)::text from refresh_family where person_id = '" + person + "'"))
                .containsExactly("2");
    }

    @Test
    void signing_keys_are_removed_thirty_days_after_they_retired_and_never_the_newest() {
        key("long-retired", -3, "31 days");
        key("retired", -2, "29 days");

        forgetSignIns.forget().block();

        assertThat(texts("select kid from signing_key where kid in ('long-retired', 'retired')"))
                .containsExactly("retired");
        assertThat(texts("select kid from signing_key where generation > 0")).isNotEmpty();
        run("delete from signing_key where kid = 'retired'");
    }

    private void key(String kid, int generation, String retiredAgo) {
        run("""
                insert into signing_key (kid, generation, public_jwk, private_jwk, created_at, retires_at)
                values ('%s', %d, '{}', '', now() - interval '1 year', now() - interval '%s')
                """.formatted(kid, generation, retiredAgo));
    }

    private void session(UUID person, String expiredAgo) {
        run("""
                with family as (
                    insert into refresh_family (id, person_id, created_at)
                    values (gen_random_uuid(), '%s', now() - interval '90 days') returning id)
                insert into refresh_token (hash, family_id, expires_at)
                select sha256(gen_random_uuid()::text::bytea), id, now() - interval '%s' from family
                """.formatted(person, expiredAgo));
    }

    private List<String> texts(String sql) {
        return database.sql(sql)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
