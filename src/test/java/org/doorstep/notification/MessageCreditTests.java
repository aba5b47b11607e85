package org.doorstep.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestMessages.class})
class MessageCreditTests {

    @Autowired
    TestMessages test;

    @Autowired
    TestPeople people;

    @Autowired
    HttpGraphQlTester tester;

    @Test
    void a_tap_grants_one_send_by_each_template_and_a_retry_none() {
        TestFamily family = test.family();
        UUID key = UUID.randomUUID();
        for (int attempt = 0; attempt < 2; attempt++) {
            test.grant(family, key, "REMINDER", "PICK_UP_ALARM")
                    .path("grantMessageCredits.credits[?(@.balance == 1)].template")
                    .entityList(String.class)
                    .isEqualTo(List.of("REMINDER", "PICK_UP_ALARM"));
        }
        code(test.grant(family, key, "REMINDER"), "IDEMPOTENCY_KEY_REUSED");
        assertThat(test.balances(family)).containsExactly("PICK_UP_ALARM=1", "REMINDER=1");
    }

    @Test
    void a_tap_grants_one_to_five_templates_of_the_mini_program_each_once() {
        TestFamily family = test.family();
        List<String[]> refused = List.of(
                new String[0],
                new String[] {"REMINDER", "REMINDER"},
                new String[] {"REMINDER", "somebody-else's"},
                new String[] {"BOOKING_CONFIRMED", "OFFER", "REMINDER", "RECONFIRM", "CHANGE", "CANCELLATION"});
        for (String[] templates : refused) {
            code(test.grant(family, UUID.randomUUID(), templates), "INVALID_INPUT");
        }
        assertThat(test.balances(family)).isEmpty();
    }

    @Test
    void the_ledger_cannot_be_rewritten_and_never_goes_below_zero() {
        TestFamily family = test.family();
        test.credits(family, "REMINDER", 1);
        UUID person = family.guardian().personId();
        for (String change : List.of(
                "update message_credit_entry set amount = 9 where person_id = '%s'",
                "delete from message_credit_entry where person_id = '%s'")) {
            assertThatThrownBy(() -> test.run(change.formatted(person))).hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> test.run("""
                        insert into message_credit_entry (person_id, template, amount, reason, message_id)
                        values ('%s', 'REMINDER', -2, 'SPENT', gen_random_uuid())
                        """.formatted(person))).hasMessageContaining("message_credit_balance");
        assertThat(test.balances(family)).containsExactly("REMINDER=1");
    }

    @Test
    void the_list_has_every_template_and_what_goes_by_it() {
        test.family()
                .api()
                .document("{ viewer { messageCredits { template kinds balance } } }")
                .execute()
                .path("viewer.messageCredits[*].template")
                .entityList(String.class)
                .isEqualTo(List.of(
                        "BOOKING_CONFIRMED",
                        "OFFER",
                        "REMINDER",
                        "RECONFIRM",
                        "CHANGE",
                        "CANCELLATION",
                        "PICK_UP_ALARM",
                        "OVERDUE_CHILD"))
                .path("viewer.messageCredits[6].kinds")
                .entityList(String.class)
                .isEqualTo(List.of("PICK_UP_ALARM"))
                .path("viewer.messageCredits[6].balance")
                .entity(Integer.class)
                .isEqualTo(0);
    }

    @Test
    void staff_see_which_parent_cannot_be_reached() {
        TestStation station = test.station();
        UUID session = test.session(station, 3);
        TestFamily without = test.family(8);
        TestFamily other = test.family(8);
        TestFamily reachable = test.family(8);
        for (TestFamily family : List.of(without, other, reachable)) {
            test.book(family, session);
        }
        test.credits(without, "PICK_UP_ALARM", 1);
        test.weChat(other, "openid-other-" + session);
        test.credits(other, "REMINDER", 1);
        test.weChat(reachable, "openid-reachable-" + session);
        test.credits(reachable, "PICK_UP_ALARM", 1);

        roster(people.staffOf(station.uuid()), session)
                .path("session.roster.nodes[*].guardianReachable")
                .entityList(Boolean.class)
                .isEqualTo(List.of(false, false, true));
        roster(people.guardian(), session).path("session.roster").valueIsNull();
    }

    private GraphQlTester.Response roster(TestPerson reader, UUID session) {
        return tester.mutate()
                .headers(reader::authorize)
                .build()
                .document("query($id: ID!) { session(id: $id) { roster { nodes { guardianReachable } } } }")
                .variable("id", Session.ID.encode(session))
                .execute();
    }

    private static void code(GraphQlTester.Response answer, String code) {
        answer.path("grantMessageCredits.code").entity(String.class).isEqualTo(code);
    }
}
