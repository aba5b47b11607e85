package org.doorstep.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class ForgetOldDataTests {

    @Autowired
    ForgetOldData forgetOldData;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    DatabaseClient database;

    private TestFamily family;
    private UUID child;

    @BeforeEach
    void aFamily() {
        family = families.family(7);
        child = Child.ID.decode(family.child());
    }

    @Test
    void collectors_and_bars_go_a_year_after_they_were_taken_off_the_list() {
        collector("13 months");
        UUID recent = collector("11 months");
        UUID listed = collector(null);
        bar("13 months");
        UUID inForce = bar(null);

        forget();

        assertThat(ids("select id from collector where child_id = '%s' order by added_at, id"))
                .containsExactlyInAnyOrder(recent, listed);
        assertThat(ids("select id from barred_person where child_id = '%s'")).containsExactly(inForce);
    }

    @Test
    void passes_that_nobody_used_go_after_a_year() {
        pass("13 months");
        UUID recent = pass("11 months");

        forget();

        assertThat(ids("select id from pick_up_pass where child_id = '%s'")).containsExactly(recent);
    }

    @Test
    void why_somebody_waited_is_kept_for_a_year() {
        TestStation station = stations.station();
        UUID session = sessions.session(station, stations.service(), 1);
        for (String ago : List.of("13 months", "11 months")) {
            run("""
                    insert into waitlist_decision (session_id, basket_id, decision, reason, children, seats_free, decided_at)
                    values ('%s', gen_random_uuid(), 'OFFERED', 'FIRST_IN_LINE', 1, 1, now() - interval '%s')
                    """.formatted(session, ago));
        }

        forget();

        assertThat(count("select count(*) from waitlist_decision where session_id = '" + session + "'"))
                .isEqualTo(1);
    }

    @Test
    void what_a_family_was_told_is_forgotten_after_a_year() {
        UUID session = sessions.session(stations.station(), stations.service(), 1);
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                select gen_random_uuid(), county_id, id, '%s', gen_random_uuid(), 'CONFIRMED', '%s',
                    tstzrange(starts_at, ends_at)
                from session where id = '%s'
                """.formatted(Child.ID.decode(family.child()), family.guardian().personId(), session));
        String messages = "select count(*) from message where session_id = '" + session + "'";
        for (String ago : List.of("11 months", "13 months")) {
            run("update message set created_at = now() - interval '%s' where session_id = '%s'"
                    .formatted(ago, session));
            assertThat(count(messages)).isEqualTo(1);
            forget();
        }

        assertThat(count(messages)).isZero();
    }

    @Test
    void children_of_a_family_that_was_not_seen_for_three_years_are_erased() {
        TestFamily other = families.family(9);
        for (TestFamily each : List.of(family, other)) {
            run("update child set created_at = now() - interval '4 years' where id = '" + Child.ID.decode(each.child())
                    + "'");
            run("update consent set given_at = now() - interval '4 years' where child_id = '"
                    + Child.ID.decode(each.child()) + "'");
        }
        run("insert into refresh_family (id, person_id) values (gen_random_uuid(), '%s')"
                .formatted(other.guardian().personId()));

        forget();

        String erased = "select count(*) from child where erased_at is not null and id = '%s'";
        assertThat(count(erased.formatted(child))).isEqualTo(1);
        assertThat(count(erased.formatted(Child.ID.decode(other.child())))).isZero();
    }

    @Test
    void names_and_phones_of_guardians_go_with_the_last_child_after_three_years() {
        TestFamily withoutChild = families.family(9);
        TestFamily signedIn = families.family(9);
        for (TestFamily each : List.of(family, withoutChild, signedIn)) {
            run("update person set created_at = now() - interval '4 years' where id = '"
                    + each.guardian().personId() + "'");
        }
        for (TestFamily each : List.of(withoutChild, signedIn)) {
            run("update child set erased_at = now(), kept_until = current_date, family_id = null, nickname = null"
                    + " where id = '" + Child.ID.decode(each.child()) + "'");
        }
        run("insert into refresh_family (id, person_id) values (gen_random_uuid(), '%s')"
                .formatted(signedIn.guardian().personId()));

        forget();

        String known =
                "select num_nonnulls(name, phone, phone_index, phone_source, phone_at)::bigint from person where id = '%s'";
        assertThat(count(known.formatted(withoutChild.guardian().personId()))).isZero();
        assertThat(count(known.formatted(signedIn.guardian().personId()))).isEqualTo(5);
        assertThat(count(known.formatted(family.guardian().personId()))).isEqualTo(5);
    }

    @Test
    void a_family_that_booked_within_three_years_stays() {
        UUID session = sessions.session(stations.station(), stations.service(), 1);
        run("update child set created_at = now() - interval '4 years' where id = '" + child + "'");
        run("update consent set given_at = now() - interval '4 years' where child_id = '" + child + "'");
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period, created_at)
                select gen_random_uuid(), county_id, id, '%s', gen_random_uuid(), 'ATTENDED', '%s',
                       tstzrange(now() - interval '2 years', now() - interval '2 years' + interval '1 hour'),
                       now() - interval '2 years'
                from session where id = '%s'
                """.formatted(child, family.guardian().personId(), session));

        forget();

        assertThat(count("select count(*) from child where erased_at is null and id = '" + child + "'"))
                .isEqualTo(1);
    }

    private UUID collector(@Nullable String removedAgo) {
        UUID id = UUID.randomUUID();
        run("""
                insert into collector (id, child_id, name, name_index, phone, phone_index, relation, valid_from, added_by,
                    removed_by, removed_at)
                select '%1$s', '%2$s', 'x', 'x', 'x', 'x', 'OTHER', current_date, '%3$s',
                       case when %4$s then '%3$s'::uuid end, case when %4$s then now() - interval '%5$s' end
                """.formatted(
                id, child, family.guardian().personId(), removedAgo != null, removedAgo == null ? "0" : removedAgo));
        return id;
    }

    private UUID bar(@Nullable String liftedAgo) {
        UUID id = UUID.randomUUID();
        run("""
                insert into barred_person (id, child_id, name, name_index, barred_by, lifted_by, lifted_at)
                select '%1$s', '%2$s', 'x', 'x', '%3$s',
                       case when %4$s then '%3$s'::uuid end, case when %4$s then now() - interval '%5$s' end
                """.formatted(
                id, child, family.guardian().personId(), liftedAgo != null, liftedAgo == null ? "0" : liftedAgo));
        return id;
    }

    private UUID pass(String ago) {
        UUID id = UUID.randomUUID();
        run("""
                insert into pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by, replaced_at)
                values ('%s', '%s', 'x', 'x', 'x', (now() - interval '%s')::date, '%s', now())
                """.formatted(id, child, ago, family.guardian().personId()));
        return id;
    }

    private void forget() {
        forgetOldData.forget().block(Duration.ofSeconds(60));
    }

    private List<UUID> ids(String sql) {
        return database.sql(sql.formatted(child))
                .mapValue(UUID.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private long count(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
