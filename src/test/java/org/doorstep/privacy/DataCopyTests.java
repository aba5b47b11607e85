package org.doorstep.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class DataCopyTests {

    /** Tables that refer to people or children and yet are no part of the copy, each with its reason. */
    private static final Map<String, String> NOT_COPIED = Map.of(
            "demo_persona", "sample data",
            "idempotency_key", "kept for a day, and holds only what was asked");

    private static final String COPY = "{ viewer { dataCopy { createdAt complete document } } }";

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    CopyData copyData;

    @Autowired
    DatabaseClient database;

    @Test
    void the_copy_holds_what_is_kept_about_the_family_in_clear() {
        TestStation station = stations.station();
        UUID session = sessions.session(station, stations.service(), 5);
        TestFamily family = families.family(7);
        family.api()
                .document("""
                        mutation($child: ID!, $session: ID!) {
                          enterPhone(input: {phone: "138 0000 7777", phoneAgain: "13800007777"}) { __typename }
                          updateRelation(input: {relation: GRANDPARENT}) { __typename }
                          updateChild(input: {childId: $child, nickname: "团团", notes: "花生过敏"}) { __typename }
                          bookSession(input: {idempotencyKey: "%s", sessionId: $session, childIds: [$child]}) { __typename }
                          addCollector(input: {idempotencyKey: "%s", childId: $child, name: "外婆", phone: "13900001234", relation: GRANDPARENT}) { __typename }
                          barPerson(input: {idempotencyKey: "%s", childId: $child, name: "某人", note: "法院裁定"}) { __typename }
                        }
                        """.formatted(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()))
                .variable("child", family.child())
                .variable("session", Session.ID.encode(session))
                .execute()
                .path("bookSession.__typename")
                .entity(String.class)
                .isEqualTo("SessionBooked")
                .path("addCollector.__typename")
                .entity(String.class)
                .isEqualTo("CollectorAdded");

        Map<?, ?> document = copy(family.api());

        assertThat(rows(document, "profile")).singleElement().satisfies(profile -> {
            assertThat(profile.get("name")).isEqualTo("测试人员");
            assertThat(profile.get("phone")).isEqualTo("13800007777");
            assertThat(profile.get("phoneSource")).isEqualTo("ENTERED");
        });
        assertThat(rows(document, "guardians"))
                .singleElement()
                .satisfies(guardian -> assertThat(guardian.get("relation")).isEqualTo("GRANDPARENT"));
        assertThat(rows(document, "children")).singleElement().satisfies(child -> {
            assertThat(child.get("id")).isEqualTo(family.child());
            assertThat(child.get("nickname")).isEqualTo("团团");
            assertThat(child.get("notes")).isEqualTo("花生过敏");
        });
        assertThat(rows(document, "consents"))
                .singleElement()
                .satisfies(consent -> assertThat(consent.get("purpose")).isEqualTo("CHILD_DATA"));
        assertThat(rows(document, "collectors")).singleElement().satisfies(collector -> {
            assertThat(collector.get("name")).isEqualTo("外婆");
            assertThat(collector.get("phone")).isEqualTo("13900001234");
        });
        assertThat(rows(document, "barredPersons"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.get("note")).isEqualTo("法院裁定"));
        assertThat(rows(document, "bookings")).singleElement().satisfies(booking -> {
            assertThat(booking.get("sessionId")).isEqualTo(Session.ID.encode(session));
            assertThat(booking.get("childId")).isEqualTo(family.child());
            assertThat(booking.get("state")).isEqualTo("CONFIRMED");
        });
        assertThat(rows(document, "recordOfMyActions"))
                .extracting(entry -> (Object) entry.get("action"))
                .contains("CHILD_ADDED", "BOOKING_CONFIRMED");
    }

    @Test
    void the_copy_holds_nothing_of_another_family() {
        TestFamily other = families.family(8);
        TestFamily family = families.family(7);

        String document = copy(family.api()).toString();

        assertThat(document).contains(family.child()).doesNotContain(other.child());
        assertThat(document).doesNotContain(other.guardian().personId().toString());
    }

    @Test
    void asking_for_the_copy_is_recorded() {
        TestFamily family = families.family(7);
        assertThat(copied(family)).isZero();

        copy(family.api());

        assertThat(copied(family)).isEqualTo(1);
    }

    @Test
    void every_table_that_refers_to_a_person_or_a_child_is_part_of_the_copy() {
        List<String> referring = database.sql("""
                        select distinct c.conrelid::regclass::text
                        from pg_constraint c
                        where c.contype = 'f' and c.confrelid in ('person'::regclass, 'child'::regclass)
                        union
                        select table_name::text from information_schema.columns
                        where table_schema = 'public' and column_name in ('child_id', 'person_id')
                        """)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
        List<String> statements =
                copyData.parts().stream().map(part -> part.sql()).toList();

        assertThat(referring).contains("booking", "consent", "volunteer", "audit_entry");
        assertThat(referring.stream()
                        .filter(table -> !NOT_COPIED.containsKey(table))
                        .filter(table -> statements.stream()
                                .noneMatch(sql -> sql.matches("(?s).*(from|join) " + table + "\\b.*"))))
                .isEmpty();
        assertThat(referring).containsAll(Set.copyOf(NOT_COPIED.keySet()));
    }

    private int copied(TestFamily family) {
        return database.sql("select count(*)::int from audit_entry where action = 'DATA_COPIED' and actor = :person")
                .bind("person", family.guardian().personId())
                .mapValue(Integer.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, ?>> rows(Map<?, ?> document, String part) {
        return (List<Map<String, ?>>) document.get(part);
    }

    private static Map<?, ?> copy(HttpGraphQlTester api) {
        return api.document(COPY)
                .execute()
                .path("viewer.dataCopy.complete")
                .entity(Boolean.class)
                .isEqualTo(true)
                .path("viewer.dataCopy.document")
                .entity(Map.class)
                .get();
    }
}
