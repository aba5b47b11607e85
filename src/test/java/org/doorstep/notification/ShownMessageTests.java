package org.doorstep.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
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
import org.springframework.graphql.test.tester.HttpGraphQlTester;

/** What is shown of messages is judged when it is shown, without WeChat too. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestMessages.class})
class ShownMessageTests {

    @Autowired
    TestMessages test;

    @Autowired
    TestPeople people;

    @Autowired
    Reminders reminders;

    @Autowired
    LapsedMessages lapsed;

    @Autowired
    HttpGraphQlTester tester;

    @Test
    void a_reminder_goes_with_the_booking_that_the_family_cancels() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        UUID booking = test.book(family, session).get(0);
        reminded(session);
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "REMINDER");
        List<String> ids = ids(family.guardian());

        test.run("update session set cancel_until = now() + interval '1 hour' where id = '%s'".formatted(session));
        test.cancel(family, booking);

        assertThat(shown(family)).isEmpty();
        assertThat(read(family, ids)).isEmpty();
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING", "REMINDER PENDING");
    }

    @Test
    void a_reminder_of_the_old_time_goes_when_the_session_moves_and_only_the_last_change_stays() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        test.book(family, session);
        reminded(session);
        for (int move = 0; move < 2; move++) {
            test.run("""
                    update session set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour'
                    where id = '%s'
                    """.formatted(session));
        }
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "CHANGE");
        assertThat(test.told(family))
                .containsExactly("BOOKING_CONFIRMED PENDING", "REMINDER PENDING", "CHANGE PENDING", "CHANGE PENDING");

        test.run(
                "update session set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' where id = '%s'"
                        .formatted(session));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED");
    }

    @Test
    void an_offer_goes_when_it_runs_out_and_when_it_is_accepted() {
        for (String end : List.of("offer_expires_at = now()", "state = 'CONFIRMED', offer_expires_at = null")) {
            TestFamily first = test.family(8);
            UUID session = test.session(1);
            UUID place = test.book(first, session).get(0);
            TestFamily waiting = test.family(8);
            UUID booking = Booking.ID.decode(test.booking(waiting, session, "JOIN_WAITLIST")
                    .path("bookSession.bookings[0].id")
                    .entity(String.class)
                    .get());
            test.cancel(first, place);
            assertThat(shown(waiting)).containsExactly("OFFER");

            test.run("update booking set %s where id = '%s'".formatted(end, booking));
            assertThat(shown(waiting)).isEqualTo(end.contains("CONFIRMED") ? List.of("BOOKING_CONFIRMED") : List.of());
        }
    }

    @Test
    void a_question_goes_when_it_is_answered_and_stays_while_a_sibling_is_open() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        List<UUID> bookings = test.book(family, session);
        test.run("update booking set reconfirm_by = now() + interval '1 day' where session_id = '%s'"
                .formatted(session));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "RECONFIRM");

        String answered = "update booking set reconfirmed_at = now() where id = '%s'";
        test.run(answered.formatted(bookings.get(0)));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "RECONFIRM");
        test.run(answered.formatted(bookings.get(1)));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED");
    }

    @Test
    void alarms_go_when_the_child_is_handed_over_and_come_back_when_that_was_a_mistake() {
        TestStation station = test.station();
        UUID session = test.session(station, 1);
        TestFamily family = test.family(8);
        UUID booking = test.book(family, session).get(0);
        TestPerson master = people.masterOf(station.uuid());
        overdue(booking, 1);
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "PICK_UP_ALARM");
        assertThat(shown(master)).containsExactly("OVERDUE_CHILD");

        test.run("""
                with gone as (
                    update attendance set left_at = arrived_at, departure_recorded_by = arrival_recorded_by
                    where booking_id = '%s' returning *)
                insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                select id, left_at, departure_recorded_by, departure_recorded_by, 'KNOWN_PERSONALLY' from gone
                """.formatted(booking));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED");
        assertThat(shown(master)).isEmpty();

        test.run("""
                with gone as (
                    delete from hand_over h using attendance a where a.id = h.attendance_id and a.booking_id = '%1$s')
                update attendance set left_at = null, departure_recorded_by = null where booking_id = '%1$s'
                """.formatted(booking));
        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED", "PICK_UP_ALARM");
        assertThat(shown(master)).containsExactly("OVERDUE_CHILD");
    }

    @Test
    void alarms_go_with_the_need_to_collect_the_child() {
        TestStation station = test.station();
        UUID session = test.session(station, 1);
        TestFamily family = test.family(8);
        TestPerson master = people.masterOf(station.uuid());
        UUID booking = test.book(family, session).get(0);
        overdue(booking, 1);
        String custody = "update event set custody = '%s' where id = (select event_id from session where id = '"
                + session + "')";
        String afternoon = """
                with later as (
                    insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                        booking_opens_at, booking_closes_at, cancel_until)
                    select '%1$s', county_id, event_id, station_id, service_id, now() + interval '30 minutes',
                        now() + interval '2 hours', capacity, booking_opens_at, booking_closes_at, cancel_until
                    from session where id = '%2$s' returning *)
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                select gen_random_uuid(), l.county_id, l.id, b.child_id, gen_random_uuid(), 'CONFIRMED', b.booked_by,
                    tstzrange(l.starts_at, l.ends_at)
                from later l, booking b where b.id = '%3$s'
                """;

        assertThat(alarmed(family, master, booking)).isEqualTo("[PICK_UP_ALARM] [OVERDUE_CHILD] 2");
        test.run(custody.formatted("GUARDIAN_STAYS"));
        assertThat(alarmed(family, master, booking)).isEqualTo("[] [] 0");
        test.run(custody.formatted("LEAVES_ALONE"));
        assertThat(alarmed(family, master, booking)).isEqualTo("[PICK_UP_ALARM] [OVERDUE_CHILD] 2");
        assertThat(consent(family, "giveConsent", "consent: {purpose: LEAVES_ALONE, version: 1}"))
                .isEqualTo("ConsentGiven");
        assertThat(alarmed(family, master, booking)).isEqualTo("[] [] 0");
        assertThat(consent(family, "withdrawConsent", "purpose: LEAVES_ALONE")).isEqualTo("ConsentWithdrawn");
        assertThat(alarmed(family, master, booking)).isEqualTo("[PICK_UP_ALARM] [OVERDUE_CHILD] 2");

        UUID later = UUID.randomUUID();
        test.run(custody.formatted("HAND_OVER"));
        test.run(afternoon.formatted(later, session, booking));
        assertThat(alarmed(family, master, booking)).isEqualTo("[] [] 0");
        test.run("delete from message where session_id = '%s'".formatted(later));
        test.run("delete from booking where session_id = '%s'".formatted(later));
        assertThat(alarmed(family, master, booking)).isEqualTo("[PICK_UP_ALARM] [OVERDUE_CHILD] 2");
    }

    /** The alarms in the inboxes of a family and of a master, and how many the sender would send. */
    private String alarmed(TestFamily family, TestPerson master, UUID booking) {
        return "%s %s %s"
                .formatted(
                        shown(family).stream().filter("PICK_UP_ALARM"::equals).toList(),
                        shown(master),
                        test.texts("""
                                select count(*)::text from message m
                                where kind in ('PICK_UP_ALARM', 'OVERDUE_CHILD') and booking_id = '%s' and message_holds(m)
                                """.formatted(booking)).get(0));
    }

    private static String consent(TestFamily family, String mutation, String more) {
        return family.api()
                .document("mutation { %1$s(input: {childId: \"%2$s\", %3$s}) { __typename } }"
                        .formatted(mutation, family.child(), more))
                .execute()
                .path(mutation + ".__typename")
                .entity(String.class)
                .get();
    }

    @Test
    void an_overdue_child_is_no_longer_told_to_whom_it_no_longer_concerns() {
        TestStation station = test.station();
        UUID booking = test.book(test.family(8), test.session(station, 1)).get(0);
        TestPerson master = people.masterOf(station.uuid());
        TestPerson federation = people.federationOf(station.city());
        overdue(booking, 2);
        assertThat(shown(master)).containsExactly("OVERDUE_CHILD");
        assertThat(shown(federation)).containsExactly("OVERDUE_CHILD");

        // a role at another station is not one at this
        test.run("update role_grant set station_id = '%s' where person_id = '%s'"
                .formatted(test.station().uuid(), master.personId()));
        test.run(
                "update role_grant set valid_from = now() - interval '2 hours', valid_until = now() where person_id = '%s'"
                        .formatted(federation.personId()));

        assertThat(shown(master)).isEmpty();
        assertThat(shown(federation)).isEmpty();
    }

    @Test
    void that_a_place_was_taken_back_stays_a_record_and_is_not_sent_late() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        test.book(family, session);
        test.run("""
                update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'SESSION_CANCELLED'
                where session_id = '%s'
                """.formatted(session));
        assertThat(shown(family)).containsExactly("CANCELLATION");
        test.run("update message set due_at = now() - interval '3 days' where session_id = '%s'".formatted(session));
        past(session, "3 days");

        assertThat(shown(family)).containsExactly("CANCELLATION");
        assertThat(test.texts("select kind::text from message m where person_id = '%s' and message_holds(m)"
                        .formatted(family.guardian().personId())))
                .isEmpty();
        // what the sender gave up as too late is true all the same
        test.run(
                "update message set state = 'OBSOLETE', settled_at = now() where session_id = '%s'".formatted(session));
        assertThat(shown(family)).containsExactly("CANCELLATION");
    }

    @Test
    void guardians_are_called_of_a_change_only_while_it_concerns_them() {
        TestStation station = test.station();
        UUID session = test.session(station, 2);
        TestFamily stays = test.family(8);
        TestFamily leaves = test.family(8);
        test.book(stays, session);
        UUID booking = test.book(leaves, session).get(0);
        test.run("update session set ends_at = ends_at + interval '1 hour' where id = '%s'".formatted(session));
        test.run("update message set state = 'UNREACHABLE', settled_at = now() where session_id = '%s'"
                .formatted(session));
        TestPerson staff = people.staffOf(station.uuid());
        assertThat(unreachable(staff, session)).isEqualTo(2);

        test.cancel(leaves, booking);
        assertThat(unreachable(staff, session)).isEqualTo(1);
    }

    @Test
    void a_page_costs_no_more_when_many_messages_have_lapsed() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        UUID booking = test.book(family, session).get(0);
        test.run("""
                insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
                select m.person_id, 'RECONFIRM', m.booking_id, m.basket_id, m.session_id, n::text
                from message m, generate_series(1, 600) n where m.booking_id = '%s'
                """.formatted(booking));
        test.run("update message set state = 'SENT', settled_at = now() where booking_id = '%s'".formatted(booking));
        test.run("analyze message");
        long before = blocks(family);
        past(session, "2 days");
        while (lapsed.judge().blockOptional().orElseThrow() == LapsedMessages.AT_ONCE) {}

        assertThat(shown(family)).containsExactly("BOOKING_CONFIRMED");
        assertThat(blocks(family)).isLessThanOrEqualTo(25 + 100);
        assertThat(before).isGreaterThan(25 + 100);
        // and what is judged for good was false then: nothing that stands is left out
        assertThat(test.texts("""
                select id::text from message m where lapsed and message_stands(m) and booking_id = '%s'
                """.formatted(booking))).isEmpty();
    }

    /** The least of three: the first time, a connection also reads what the statement is made of. */
    private long blocks(TestFamily family) {
        return LongStream.of(blocksOnce(family), blocksOnce(family), blocksOnce(family))
                .min()
                .orElseThrow();
    }

    private long blocksOnce(TestFamily family) {
        String plan =
                String.join("\n", test.texts("""
                explain (analyze, buffers, costs off, timing off)
                select t.id from message t
                where (t.person_id = '%s') and (t.lapsed is not true and message_stands(t))
                order by t.created_at desc, t.id desc limit 21
                """.formatted(family.guardian().personId())));
        return Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?")
                .matcher(plan)
                .results()
                .findFirst()
                .map(found ->
                        Long.parseLong(found.group(1)) + (found.group(2) == null ? 0 : Long.parseLong(found.group(2))))
                .orElseThrow();
    }

    private void reminded(UUID session) {
        test.run("""
                update session set starts_at = now() + interval '20 hours', ends_at = now() + interval '22 hours'
                where id = '%s'
                """.formatted(session));
        test.run("delete from message where kind = 'CHANGE' and session_id = '%s'".formatted(session));
        test.run("""
                update booking set period = tstzrange(now() + interval '20 hours', now() + interval '22 hours'),
                    confirmed_at = now() - interval '5 days', created_at = now() - interval '5 days'
                where session_id = '%s'
                """.formatted(session));
        reminders.remind().block();
    }

    private void past(UUID session, String ago) {
        test.run("""
                update session set starts_at = now() - interval '%1$s 2 hours', ends_at = now() - interval '%1$s 1 hour'
                where id = '%2$s'
                """.formatted(ago, session));
    }

    private void overdue(UUID booking, int step) {
        test.isOver(booking);
        test.run("""
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now(), booked_by
                from booking where id = '%s'
                """.formatted(booking));
        test.run("insert into overdue_step (attendance_id, step) select id, %d from attendance where booking_id = '%s'"
                .formatted(step, booking));
    }

    private List<String> shown(TestFamily family) {
        return shown(family.guardian());
    }

    /** The kinds that a person is shown, in their order; the count of unread ones agrees. */
    private List<String> shown(TestPerson person) {
        Map<?, ?> answer = tester.mutate()
                .headers(person::authorize)
                .build()
                .document("{ viewer { messages { nodes { kind } } unread: messages(unread: true) { totalCount } } }")
                .execute()
                .path("viewer")
                .entity(Map.class)
                .get();
        List<String> kinds = ((List<?>) ((Map<?, ?>) answer.get("messages")).get("nodes"))
                .stream()
                        .map(node -> (String) ((Map<?, ?>) node).get("kind"))
                        .sorted(Comparator.comparing(MessageKind::valueOf))
                        .toList();
        assertThat(((Map<?, ?>) answer.get("unread")).get("totalCount")).isEqualTo(kinds.size());
        return kinds;
    }

    private List<String> ids(TestPerson person) {
        return tester.mutate()
                .headers(person::authorize)
                .build()
                .document("{ viewer { messages { nodes { id } } } }")
                .execute()
                .path("viewer.messages.nodes[*].id")
                .entityList(String.class)
                .get();
    }

    private static List<String> read(TestFamily family, List<String> ids) {
        return family.api()
                .document("""
                        mutation($ids: [ID!]!) { markMessagesRead(input: {messageIds: $ids}) {
                          ... on MessagesMarkedRead { messages { id } } } }
                        """)
                .variable("ids", ids)
                .execute()
                .path("markMessagesRead.messages[*].id")
                .entityList(String.class)
                .get();
    }

    private int unreachable(TestPerson reader, UUID session) {
        return tester.mutate()
                .headers(reader::authorize)
                .build()
                .document("query($id: ID!) { session(id: $id) { unreachableGuardians } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.unreachableGuardians")
                .entity(Integer.class)
                .get();
    }
}
