package org.doorstep.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.graphql.Messages;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestMessages.class})
@ExtendWith(OutputCaptureExtension.class)
class MessageTests {

    @Autowired
    TestMessages test;

    @Autowired
    TestPeople people;

    @Autowired
    MessageSender sender;

    @Autowired
    Messages messages;

    @Autowired
    HttpGraphQlTester tester;

    @Test
    void siblings_who_are_booked_together_are_one_message() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        List<UUID> bookings = test.book(family, session);

        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");
        assertThat(test.holds("""
                select booking_id = '%s' and session_id = '%s' and due_at = created_at + interval '15 seconds'
                from message where person_id = '%s'
                """.formatted(
                                bookings.get(0), session, family.guardian().personId())))
                .isTrue();
        assertThat(test.texts("""
                select b.id::text from booking b
                left join message m on m.basket_id = b.basket_id and m.session_id = b.session_id
                    and m.kind = 'BOOKING_CONFIRMED' and m.person_id = b.booked_by
                where b.state = 'CONFIRMED' and lower(b.period) > now() and m.id is null
                """)).isEmpty();
    }

    @Test
    void what_the_family_does_to_a_booking_is_not_told_to_it() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        test.cancel(family, test.book(family, session).get(0));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");
    }

    @Test
    void a_booking_that_is_refused_tells_nothing() {
        UUID session = test.session(1);
        test.book(test.family(8), session);
        TestFamily late = test.family(8);
        test.booking(late, session, "REFUSE")
                .path("bookSession.code")
                .entity(String.class)
                .isEqualTo("SESSION_FULL");
        assertThat(test.told(late)).isEmpty();
    }

    @Test
    void an_offer_is_told_and_so_is_the_place_once_it_is_accepted() {
        UUID session = test.session(1);
        TestFamily first = test.family(8);
        UUID place = test.book(first, session).get(0);
        TestFamily waiting = test.family(8);
        String booking = test.booking(waiting, session, "JOIN_WAITLIST")
                .path("bookSession.bookings[0].id")
                .entity(String.class)
                .get();
        assertThat(test.told(waiting)).isEmpty();

        test.cancel(first, place);
        assertThat(test.told(waiting)).containsExactly("OFFER PENDING");
        waiting.api()
                .document("mutation($id: ID!) { acceptOffer(input: {bookingId: $id}) { __typename } }")
                .variable("id", booking)
                .execute()
                .path("acceptOffer.__typename")
                .entity(String.class)
                .isEqualTo("OfferAccepted");
        assertThat(test.told(waiting)).containsExactly("BOOKING_CONFIRMED PENDING", "OFFER PENDING");
    }

    @Test
    void every_move_of_a_session_is_told_once_to_every_guardian() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        test.book(family, session);
        TestPerson second = people.guardian();
        test.run("""
                insert into family_guardian (family_id, person_id)
                select family_id, '%s' from family_guardian where person_id = '%s'
                """.formatted(second.personId(), family.guardian().personId()));

        String moved = "update session set ends_at = ends_at + interval '1 hour' where id = '%s'".formatted(session);
        test.run(moved);
        test.run("update session set seats_taken = seats_taken, starts_at = starts_at where id = '%s'"
                .formatted(session));
        test.run(moved);

        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING", "CHANGE PENDING", "CHANGE PENDING");
        assertThat(test.texts("select kind::text from message where person_id = '%s'".formatted(second.personId())))
                .containsExactly("CHANGE", "CHANGE");
    }

    @Test
    void a_place_that_the_station_takes_back_is_told_with_its_cause() {
        for (Map.Entry<String, String> cause : Map.of(
                        "SESSION_CANCELLED", "场次已取消",
                        "SESSION_MOVED", "与孩子的其他预约冲突",
                        "NOT_RECONFIRMED", "未按时再次确认")
                .entrySet()) {
            TestFamily family = test.family(8, 9);
            UUID session = test.session(2);
            test.book(family, session);
            takeBack(session, cause.getKey());
            takeBack(session, cause.getKey());

            assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING", "CANCELLATION PENDING");
            assertThat(messages(family, "unread: true")
                            .path("viewer.messages.nodes[?(@.kind == 'CANCELLATION')].text")
                            .entityList(String.class)
                            .get()
                            .get(0))
                    .contains(cause.getValue())
                    .contains("书法班");
        }
    }

    @Test
    void each_time_a_family_is_asked_to_reconfirm_is_one_message() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        test.book(family, session);
        for (String answer : List.of("1 day", "1 day", "2 days")) {
            test.run("""
                    update booking b set reconfirm_by = s.starts_at - interval '%s'
                    from session s where s.id = b.session_id and s.id = '%s'
                    """.formatted(answer, session));
        }
        assertThat(test.told(family))
                .containsExactly("BOOKING_CONFIRMED PENDING", "RECONFIRM PENDING", "RECONFIRM PENDING");
    }

    @Test
    void messages_and_credits_go_with_the_account() {
        TestFamily family = test.family(8);
        test.book(family, test.session(1));
        test.credits(family, "REMINDER", 2);
        family.api()
                .document("mutation { deleteMyAccount(input: {confirmed: true}) { __typename } }")
                .execute()
                .path("deleteMyAccount.__typename")
                .entity(String.class)
                .isEqualTo("AccountDeleted");
        assertThat(test.told(family)).isEmpty();
        assertThat(test.texts("select id::text from message_credit_entry where person_id = '%s'"
                        .formatted(family.guardian().personId())))
                .isEmpty();
    }

    @Test
    void without_templates_messages_are_kept_and_one_line_says_so(CapturedOutput output) {
        TestFamily family = test.family(8);
        test.book(family, test.session(1));
        test.run("update message set next_attempt_at = now()");
        sender.keepUp().block();
        sender.keepUp().block();
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");
        assertThat(output.getAll().split("Messages are kept and not sent", -1)).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void what_wechat_shows_of_a_kind_has_at_most_twenty_characters(MessageKind kind) {
        for (Locale locale : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
            assertThat(messages.of("note." + kind, locale).length()).isBetween(2, 20);
            if (kind == MessageKind.CANCELLATION) {
                for (String cause : List.of("SESSION_CANCELLED", "SESSION_MOVED", "NOT_RECONFIRMED")) {
                    assertThat(messages.of("note." + kind + "." + cause, locale).length())
                            .isBetween(2, 20);
                }
            }
        }
    }

    @Test
    void a_message_is_gone_with_the_change_that_was_undone() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        UUID booking = test.book(family, session).get(0);
        test.run("""
                do $$ begin
                    update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'SESSION_CANCELLED'
                    where id = '%s';
                    raise exception 'undone';
                exception when raise_exception then null;
                end $$
                """.formatted(booking));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");
    }

    @Test
    void siblings_whom_nobody_collects_are_one_alarm_of_the_last_step() {
        TestFamily family = test.family(8, 9);
        UUID session = test.session(2);
        List<UUID> bookings = test.book(family, session);
        for (UUID booking : bookings) {
            test.run("""
                    insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                    select gen_random_uuid(), county_id, session_id, child_id, id, now(), booked_by
                    from booking where id = '%s'
                    """.formatted(booking));
        }
        String steps = """
                insert into overdue_step (attendance_id, step)
                select a.id, s from attendance a, generate_series(%d, %d) s where a.session_id = '%s'
                """;
        test.run(steps.formatted(0, 1, session));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING", "PICK_UP_ALARM PENDING");
        test.run(steps.formatted(2, 2, session));
        assertThat(test.texts("select cause from message where kind = 'PICK_UP_ALARM' and session_id = '%s' order by 1"
                        .formatted(session)))
                .containsExactly("1", "2");
    }

    @Test
    void a_child_whom_nobody_collects_concerns_more_people_with_each_step() {
        TestStation station = test.station();
        UUID session = test.session(station, 1);
        UUID booking = test.book(test.family(8), session).get(0);
        TestPerson master = people.masterOf(station.uuid());
        TestPerson federation = people.federationOf(station.city());
        TestPerson elsewhere = people.masterOf(test.station().uuid());
        test.isOver(booking);
        test.run("""
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now(), booked_by
                from booking where id = '%s'
                """.formatted(booking));
        String step =
                "insert into overdue_step (attendance_id, step) select id, %d from attendance where booking_id = '%s'";

        test.run(step.formatted(0, booking));
        assertThat(overdue(master, session)).isEmpty();
        test.run(step.formatted(1, booking));
        assertThat(overdue(master, session)).containsExactly("1 true");
        assertThat(overdue(federation, session)).isEmpty();
        test.run(step.formatted(2, booking));
        assertThat(overdue(master, session)).containsExactly("1 false", "2 true");
        assertThat(overdue(federation, session)).containsExactly("2 true");
        assertThat(overdue(elsewhere, session)).isEmpty();

        test.run("delete from role_grant where person_id = '%s'".formatted(federation.personId()));
        assertThat(overdue(federation, session)).containsExactly("2 false");
    }

    /** The steps that a person was told of, and whether that is still to be sent. */
    private List<String> overdue(TestPerson person, UUID session) {
        return test.texts("""
                select m.cause || ' ' || message_holds(m) from message m
                where m.kind = 'OVERDUE_CHILD' and m.person_id = '%s' and m.session_id = '%s' order by m.cause
                """.formatted(person.personId(), session));
    }

    @Test
    void a_guardian_reads_the_messages_and_marks_them_as_read() {
        TestFamily family = test.family(8);
        UUID session = test.session(1);
        UUID booking = test.book(family, session).get(0);
        GraphQlTester.Response unread = messages(family, "unread: true");
        String id =
                unread.path("viewer.messages.nodes[0].id").entity(String.class).get();
        unread.path("viewer.messages.totalCount").entity(Integer.class).isEqualTo(1);
        unread.path("viewer.messages.nodes[0].kind").entity(String.class).isEqualTo("BOOKING_CONFIRMED");
        unread.path("viewer.messages.nodes[0].state").entity(String.class).isEqualTo("PENDING");
        unread.path("viewer.messages.nodes[0].bookingId").entity(String.class).isEqualTo(Booking.ID.encode(booking));
        unread.path("viewer.messages.nodes[0].session.id").entity(String.class).isEqualTo(Session.ID.encode(session));
        unread.path("viewer.messages.nodes[0].text")
                .entity(String.class)
                .matches(text -> text.matches("预约成功：.+“书法班”，\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d。"));
        tester.mutate()
                .headers(family.guardian()::authorize)
                .headers(headers -> headers.set("Accept-Language", "en"))
                .build()
                .document("{ viewer { messages { nodes { text } } } }")
                .execute()
                .path("viewer.messages.nodes[0].text")
                .entity(String.class)
                .matches(text -> text.startsWith("Booked: “书法班” at "));

        TestFamily other = test.family(8);
        assertThat(marked(other, id)).isEmpty();
        messages(family, "unread: true")
                .path("viewer.messages.totalCount")
                .entity(Integer.class)
                .isEqualTo(1);

        assertThat(marked(family, id)).containsExactly(id);
        String first = readAt(family);
        assertThat(marked(family, id)).containsExactly(id);
        assertThat(readAt(family)).isEqualTo(first);
        messages(family, "unread: true")
                .path("viewer.messages.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
        messages(family, "unread: false")
                .path("viewer.messages.totalCount")
                .entity(Integer.class)
                .isEqualTo(1);
    }

    @Test
    void staff_see_how_many_guardians_have_not_heard_of_a_change() {
        TestStation station = test.station();
        UUID session = test.session(station, 3);
        TestFamily reads = test.family(8);
        for (TestFamily family : List.of(reads, test.family(8), test.family(8))) {
            test.book(family, session);
        }
        takeBack(session, "SESSION_CANCELLED");
        TestPerson staff = people.staffOf(station.uuid());
        unreachable(staff, session).entity(Integer.class).isEqualTo(0);

        test.run("""
                update message set state = 'UNREACHABLE', settled_at = now()
                where session_id = '%s' and kind = 'CANCELLATION'
                """.formatted(session));
        unreachable(staff, session).entity(Integer.class).isEqualTo(3);
        marked(
                reads,
                messages(reads, "first: 5")
                        .path("viewer.messages.nodes[?(@.kind == 'CANCELLATION')].id")
                        .entityList(String.class)
                        .get()
                        .get(0));
        unreachable(staff, session).entity(Integer.class).isEqualTo(2);
        unreachable(reads.guardian(), session).valueIsNull();
    }

    private void takeBack(UUID session, String cause) {
        test.run("""
                update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = '%s'
                where session_id = '%s'
                """.formatted(cause, session));
    }

    private GraphQlTester.Path unreachable(TestPerson reader, UUID session) {
        return tester.mutate()
                .headers(reader::authorize)
                .build()
                .document("query($id: ID!) { session(id: $id) { unreachableGuardians } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.unreachableGuardians");
    }

    private static GraphQlTester.Response messages(TestFamily family, String arguments) {
        return family.api().document("""
                        { viewer { messages(%s) { totalCount nodes { id kind state text bookingId readAt session { id } } } } }
                        """.formatted(arguments)).execute();
    }

    private static String readAt(TestFamily family) {
        return messages(family, "first: 1")
                .path("viewer.messages.nodes[0].readAt")
                .entity(String.class)
                .get();
    }

    private static List<String> marked(TestFamily family, String id) {
        return family.api()
                .document("""
                        mutation($id: ID!) { markMessagesRead(input: {messageIds: [$id]}) {
                          ... on MessagesMarkedRead { messages { id } } } }
                        """)
                .variable("id", id)
                .execute()
                .path("markMessagesRead.messages[*].id")
                .entityList(String.class)
                .get();
    }
}
