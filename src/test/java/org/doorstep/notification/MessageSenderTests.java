package org.doorstep.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest(
        properties = {
            "doorstep.wechat.timeout=1s",
            "doorstep.messages.every=1h",
            "doorstep.messages.at-once=20",
            "doorstep.messages.most-attempts=3",
            "doorstep.messages.templates.booking-confirmed=template-booked",
            "doorstep.messages.templates.reminder=template-reminder",
            "doorstep.messages.templates.cancellation=template-urgent",
            "doorstep.messages.templates.pick-up-alarm=template-urgent"
        })
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestMessages.class})
@ExtendWith(OutputCaptureExtension.class)
class MessageSenderTests {

    static final FakeMessageServer WECHAT = new FakeMessageServer();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    TestMessages test;

    @Autowired
    MessageSender sender;

    @Autowired
    Deliveries deliveries;

    @Autowired
    Reminders reminders;

    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void weChat(DynamicPropertyRegistry registry) {
        registry.add("doorstep.wechat.base-url", WECHAT::address);
        registry.add("doorstep.wechat.app-id", () -> FakeMessageServer.APP_ID);
        registry.add("doorstep.wechat.secret", () -> FakeMessageServer.SECRET);
    }

    @BeforeEach
    void nothingElseIsDue() {
        test.run(
                "update message set state = 'OBSOLETE', settled_at = now(), in_flight = false where state = 'PENDING'");
        WECHAT.reset();
    }

    @Test
    void a_message_reaches_wechat_as_its_template_wants_it() {
        WECHAT.forgetToken();
        TestFamily family = reachable("template-booked", 1);
        UUID booking = test.book(family, test.session(1)).get(0);
        String openid = openid(family);
        send();
        assertThat(WECHAT.messages()).isEmpty();

        allIsDue();
        send();

        assertThat(WECHAT.messages().get(WECHAT.messages().size() - 1))
                .isEqualTo(Map.of(
                        "touser",
                        openid,
                        "template_id",
                        "template-booked",
                        "page",
                        "pages/booking/booking?id=" + Booking.ID.encode(booking),
                        "miniprogram_state",
                        "formal",
                        "lang",
                        "zh_CN",
                        "data",
                        Map.of(
                                "thing1",
                                Map.of("value", "书法班"),
                                "time2",
                                Map.of("value", test.text("""
                                                select to_char(starts_at at time zone 'Asia/Shanghai', 'YYYY"年"MM"月"DD"日" HH24:MI')
                                                from session s join booking b on b.session_id = s.id where b.id = '%s'
                                                """.formatted(booking))),
                                "thing3",
                                Map.of("value", test.text("""
                                                select left(t.name, 20) from station t join session s on s.station_id = t.id
                                                join booking b on b.session_id = s.id where b.id = '%s'
                                                """.formatted(booking))),
                                "thing4",
                                Map.of("value", "预约成功，名额已保留"))));
        assertThat(WECHAT.tokenRequests().get(WECHAT.tokenRequests().size() - 1))
                .isEqualTo(Map.of(
                        "grant_type",
                        "client_credential",
                        "appid",
                        FakeMessageServer.APP_ID,
                        "secret",
                        FakeMessageServer.SECRET,
                        "force_refresh",
                        false));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED SENT");
        assertThat(test.balances(family)).isEmpty();

        allIsDue();
        send();
        assertThat(WECHAT.receivers().stream().filter(openid::equals)).hasSizeLessThanOrEqualTo(2);
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED SENT");
    }

    @Test
    void twenty_messages_at_once_ask_for_one_new_token_when_the_old_one_is_refused() {
        sendOne();
        WECHAT.reset();
        List<TestFamily> families = booked(20);
        WECHAT.forgetToken();
        allIsDue();

        send();

        assertThat(WECHAT.tokenRequests()).hasSize(1);
        assertThat(families).allSatisfy(family -> {
            assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED SENT");
            assertThat(test.balances(family)).isEmpty();
            assertThat(spent(family)).isEqualTo("1");
        });
        WECHAT.reset();
        sendOne();
        assertThat(WECHAT.tokenRequests()).isEmpty();
    }

    @Test
    void two_senders_at_once_send_each_message_once() {
        sendOne();
        WECHAT.reset();
        List<TestFamily> families = booked(24);
        allIsDue();

        Mono.when(sender.send(), sender.send(), sender.send()).block(PATIENCE);

        assertThat(WECHAT.receivers())
                .containsExactlyInAnyOrderElementsOf(
                        families.stream().map(this::openid).toList());
        assertThat(families).allSatisfy(family -> assertThat(spent(family)).isEqualTo("1"));
    }

    @Test
    void a_claimed_message_is_nobody_elses_and_without_the_lease_it_would_be() {
        TestFamily family = reachable("template-booked", 2);
        test.book(family, test.session(1));
        allIsDue();
        assertThat(claimed()).containsExactly(openid(family));
        assertThat(claimed()).isEmpty();
        nothingElseIsDue();

        TestFamily other = reachable("template-booked", 2);
        test.book(other, test.session(1));
        allIsDue();
        String guarded = test.text("select pg_get_functiondef('claim_messages'::regproc)");
        test.run(guarded.replace("in_flight = true, next_attempt_at = now() + lease", "in_flight = false"));
        try {
            assertThat(claimed()).containsExactly(openid(other));
            assertThat(claimed()).containsExactly(openid(other));
        } finally {
            test.run(guarded);
        }
    }

    @Test
    void a_message_without_a_credit_or_an_account_is_unreachable() {
        TestFamily noCredit = test.family(8);
        test.weChat(noCredit, openid(noCredit));
        TestFamily noAccount = test.family(8);
        test.credits(noAccount, "template-booked", 1);
        for (TestFamily family : List.of(noCredit, noAccount)) {
            test.book(family, test.session(1));
        }
        allIsDue();
        send();

        assertThat(WECHAT.messages()).isEmpty();
        assertThat(test.told(noCredit)).containsExactly("BOOKING_CONFIRMED UNREACHABLE");
        assertThat(test.told(noAccount)).containsExactly("BOOKING_CONFIRMED UNREACHABLE");
        assertThat(failure(noCredit)).isEqualTo("NO_CREDIT");
        assertThat(failure(noAccount)).isEqualTo("NO_ACCOUNT");
        assertThat(test.balances(noAccount)).containsExactly("template-booked=1");
    }

    @ParameterizedTest
    @CsvSource({
        "43101, UNREACHABLE, NO_CREDIT, 0",
        "40003, UNREACHABLE, BAD_ACCOUNT, 3",
        "47003, FAILED, REJECTED, 3",
        "40037, FAILED, REJECTED, 3"
    })
    void what_wechat_refuses_is_not_tried_again(int errcode, String state, String failure, int left) {
        TestFamily family = reachable("template-booked", 3);
        test.book(family, test.session(1));
        WECHAT.answerOnly(errcode);
        allIsDue();
        send();
        allIsDue();
        send();

        assertThat(WECHAT.receivers()).containsOnlyOnce(openid(family));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED " + state);
        assertThat(failure(family)).isEqualTo(failure);
        assertThat(test.balances(family)).isEqualTo(left == 0 ? List.of() : List.of("template-booked=" + left));
        ledgerIsConserved();
    }

    @ParameterizedTest
    @CsvSource({"-1", "45009", "45011"})
    void a_busy_wechat_is_asked_later_and_at_last_no_more(int errcode) {
        TestFamily family = reachable("template-booked", 1);
        test.book(family, test.session(1));
        WECHAT.answerOnly(errcode);
        double failed = failures();
        List<String> states = new ArrayList<>();
        for (int attempt = 0; attempt < 4; attempt++) {
            allIsDue();
            send();
            states.addAll(test.told(family));
            assertThat(test.balances(family)).containsExactly("template-booked=1");
            assertThat(test.holds("""
                    select bool_and(state <> 'PENDING' or next_attempt_at > now()) from message where person_id = '%s'
                    """.formatted(family.guardian().personId()))).isTrue();
        }
        assertThat(states)
                .containsExactly(
                        "BOOKING_CONFIRMED PENDING",
                        "BOOKING_CONFIRMED PENDING",
                        "BOOKING_CONFIRMED FAILED",
                        "BOOKING_CONFIRMED FAILED");
        assertThat(WECHAT.messages()).hasSize(3);
        assertThat(failure(family)).isEqualTo("TOO_MANY_ATTEMPTS");
        assertThat(failures()).isEqualTo(failed + 1);
        ledgerIsConserved();
    }

    @Test
    void a_failing_gateway_is_asked_later_with_the_credit_given_back() {
        TestFamily family = reachable("template-booked", 1);
        test.book(family, test.session(1));
        sendOne();
        WECHAT.answerStatus(502);
        allIsDue();
        send();
        assertThat(test.balances(family)).containsExactly("template-booked=1");

        WECHAT.answerStatus(200);
        allIsDue();
        send();
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED SENT");
        assertThat(test.balances(family)).isEmpty();
    }

    @Test
    void what_may_have_been_sent_is_not_sent_again_except_an_alarm() {
        TestFamily family = reachable("template-booked", 2);
        test.book(family, test.session(1));
        TestFamily waiting = reachable("template-urgent", 2);
        alarm(waiting);
        sendOne();
        WECHAT.reset();
        WECHAT.delayBy(Duration.ofSeconds(3));
        allIsDue();
        send();
        WECHAT.delayBy(Duration.ZERO);
        allIsDue();
        send();

        assertThat(WECHAT.receivers()).containsExactlyInAnyOrder(openid(family), openid(waiting), openid(waiting));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED FAILED");
        assertThat(failure(family)).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(test.told(waiting)).contains("PICK_UP_ALARM SENT");
        assertThat(test.balances(family)).containsExactly("template-booked=1");
        assertThat(test.balances(waiting)).containsExactly("template-urgent=1");
    }

    @Test
    void who_dies_between_claim_and_answer_leaves_the_message_to_the_end_of_its_lease() {
        TestFamily family = reachable("template-booked", 2);
        test.book(family, test.session(1));
        TestFamily waiting = reachable("template-urgent", 2);
        alarm(waiting);
        allIsDue();
        assertThat(claimed()).containsExactlyInAnyOrder(openid(family), openid(waiting));
        send();
        assertThat(WECHAT.messages()).isEmpty();
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");

        allIsDue();
        send();
        assertThat(WECHAT.receivers()).containsExactly(openid(waiting));
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED FAILED");
        assertThat(test.told(waiting)).contains("PICK_UP_ALARM SENT");
        assertThat(test.balances(waiting)).containsExactly("template-urgent=1");
    }

    @Test
    void what_is_no_longer_true_is_not_sent() {
        TestFamily cancelled = reachable("template-booked", 1);
        test.cancel(cancelled, test.book(cancelled, test.session(1)).get(0));
        TestFamily late = reachable("template-booked", 1);
        test.book(late, test.session(1));
        test.run("update message set due_at = now() - interval '25 hours' where person_id = '%s'"
                .formatted(late.guardian().personId()));
        TestFamily collected = reachable("template-urgent", 2);
        alarm(collected);
        test.run(
                "delete from overdue_step; delete from attendance where booking_id in (select booking_id from message where person_id = '%s')"
                        .formatted(collected.guardian().personId()));
        allIsDue();
        send();

        assertThat(WECHAT.messages()).isEmpty();
        assertThat(test.told(cancelled)).containsExactly("BOOKING_CONFIRMED OBSOLETE");
        assertThat(test.told(late)).containsExactly("BOOKING_CONFIRMED OBSOLETE");
        assertThat(test.told(collected)).contains("PICK_UP_ALARM OBSOLETE");
        assertThat(test.balances(late)).containsExactly("template-booked=1");
    }

    @Test
    void the_last_credit_of_a_template_is_kept_for_an_alarm() {
        TestFamily family = reachable("template-urgent", 1);
        UUID session = test.session(1);
        test.book(family, session);
        takeBack(session);
        alarm(family);
        allIsDue();
        send();

        assertThat(test.told(family)).contains("CANCELLATION UNREACHABLE", "PICK_UP_ALARM SENT");
        TestFamily richer = reachable("template-urgent", 2);
        UUID other = test.session(1);
        test.book(richer, other);
        takeBack(other);
        allIsDue();
        send();
        assertThat(test.told(richer)).contains("CANCELLATION SENT");
        assertThat(test.balances(richer)).containsExactly("template-urgent=1");
    }

    @Test
    void the_ledger_is_conserved_while_taps_and_messages_rush_in() {
        List<TestFamily> families = booked(6);
        allIsDue();
        WECHAT.answerNext(-1, 43101, 0, 47003, 40003, 0);
        Mono.when(
                        sender.send(),
                        sender.send(),
                        Flux.fromIterable(families)
                                .flatMap(
                                        family -> Mono.fromRunnable(() -> test.credits(family, "template-booked", 3))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                        6)
                                .then())
                .block(PATIENCE);

        ledgerIsConserved();
        // the control: what does not balance is found
        UUID person = families.get(0).guardian().personId();
        test.run("update message_credit set balance = balance + 1 where person_id = '%s'".formatted(person));
        assertThat(unbalanced()).containsExactly(person.toString());
        test.run("update message_credit set balance = balance - 1 where person_id = '%s'".formatted(person));
    }

    @Test
    void a_session_that_is_near_is_told_of_once() {
        TestFamily early = test.family(8, 9);
        UUID session = test.session(4);
        test.book(early, session);
        String nearer = """
                update booking set created_at = now() - interval '3 days', confirmed_at = now() - interval '3 days'
                where session_id = '%1$s' and state = 'CONFIRMED' and confirmed_at > now() - interval '2 days';
                update session set starts_at = now() + interval '%2$s', ends_at = now() + interval '%2$s' + interval '1 hour'
                where id = '%1$s'
                """;
        test.run(nearer.formatted(session, "25 hours"));
        remind();
        assertThat(reminded(early)).isEmpty();

        test.run(nearer.formatted(session, "23 hours"));
        TestFamily late = test.family(8);
        test.book(late, session);
        Mono.when(reminders.remind(), reminders.remind(), reminders.remind()).block(PATIENCE);
        remind();
        assertThat(reminded(early)).containsExactly("REMINDER PENDING");
        assertThat(reminded(late)).isEmpty();

        test.run(nearer.formatted(session, "20 hours"));
        remind();
        assertThat(reminded(early)).containsExactly("REMINDER PENDING", "REMINDER PENDING");
        test.credits(early, "template-reminder", 5);
        test.weChat(early, openid(early));
        allIsDue();
        send();
        assertThat(reminded(early)).containsExactlyInAnyOrder("REMINDER OBSOLETE", "REMINDER SENT");
    }

    @Test
    void nothing_is_claimed_while_wechat_gives_no_token() {
        WECHAT.refuseTokens(40164);
        WECHAT.forgetToken();
        TestFamily family = reachable("template-booked", 1);
        test.book(family, test.session(1));
        allIsDue();
        WECHAT.answerOnly(40001);
        sender.send().onErrorComplete().block(PATIENCE);
        sender.send().onErrorComplete().block(PATIENCE);

        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED PENDING");
        assertThat(test.balances(family)).containsExactly("template-booked=1");
        WECHAT.reset();
        allIsDue();
        send();
        assertThat(test.told(family)).containsExactly("BOOKING_CONFIRMED SENT");
    }

    @Test
    void no_secret_and_nobodys_account_reaches_the_log(CapturedOutput output) {
        TestFamily family = reachable("template-booked", 2);
        test.book(family, test.session(1));
        WECHAT.answerOnly(47003);
        allIsDue();
        send();
        WECHAT.reset();
        WECHAT.forgetToken();
        WECHAT.refuseTokens(40125);
        sendOneOf(reachable("template-booked", 1));
        WECHAT.reset();
        WECHAT.answerStatus(500);
        sendOneOf(reachable("template-booked", 1));
        WECHAT.delayBy(Duration.ofSeconds(3));
        sendOneOf(reachable("template-booked", 1));

        // the control: what is logged is captured
        assertThat(output.getAll()).contains("was not sent after 1 attempts");
        assertThat(output.getAll()).doesNotContain("canary", "access_token");
    }

    private TestFamily reachable(String template, int credits) {
        TestFamily family = test.family(8);
        test.weChat(family, openid(family));
        test.credits(family, template, credits);
        return family;
    }

    private String openid(TestFamily family) {
        return "canary-openid-" + family.guardian().personId();
    }

    private List<TestFamily> booked(int families) {
        UUID session = test.session(families);
        return IntStream.range(0, families)
                .mapToObj(i -> {
                    TestFamily family = reachable("template-booked", 1);
                    test.book(family, session);
                    return family;
                })
                .toList();
    }

    private void sendOne() {
        sendOneOf(reachable("template-booked", 1));
    }

    private void sendOneOf(TestFamily family) {
        String others = "update message set next_attempt_at = now() + interval '1 hour' where state = 'PENDING'";
        test.run(others);
        test.book(family, test.session(1));
        test.run("update message set next_attempt_at = now() where person_id = '%s'"
                .formatted(family.guardian().personId()));
        sender.send().onErrorComplete().block(PATIENCE);
    }

    /** Books a session whose child is not collected. */
    private void alarm(TestFamily family) {
        UUID booking = test.book(family, test.session(1)).get(0);
        test.isOver(booking);
        test.run("""
                with stay as (
                    insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                    select gen_random_uuid(), county_id, session_id, child_id, id, now(), booked_by
                    from booking where id = '%s' returning id)
                select id from stay
                """.formatted(booking));
        test.run("insert into overdue_step (attendance_id, step) select id, 0 from attendance where booking_id = '%s'"
                .formatted(booking));
        test.run(
                "update message set state = 'OBSOLETE', settled_at = now() where booking_id = '%s' and kind <> 'PICK_UP_ALARM'"
                        .formatted(booking));
    }

    private void takeBack(UUID session) {
        test.run("""
                update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'SESSION_CANCELLED'
                where session_id = '%s'
                """.formatted(session));
    }

    private void allIsDue() {
        test.run("update message set next_attempt_at = now() where state = 'PENDING'");
    }

    private void send() {
        sender.send().block(PATIENCE);
    }

    private void remind() {
        reminders.remind().block(PATIENCE);
    }

    private List<String> claimed() {
        return Objects.requireNonNull(deliveries.claim().block(PATIENCE)).stream()
                .map(claimed -> Objects.requireNonNull(claimed.outgoing()).openid())
                .toList();
    }

    private List<String> reminded(TestFamily family) {
        return test.told(family).stream()
                .filter(told -> told.startsWith("REMINDER"))
                .toList();
    }

    private double failures() {
        return meters.counter("doorstep.messages", "state", "failed").count();
    }

    private String failure(TestFamily family) {
        return test.text("select coalesce(failure, '') from message where person_id = '%s'"
                .formatted(family.guardian().personId()));
    }

    private String spent(TestFamily family) {
        return test.text("""
                select (-coalesce(sum(amount), 0))::text from message_credit_entry
                where person_id = '%s' and message_id is not null
                """.formatted(family.guardian().personId()));
    }

    /** The sum of the entries is the balance, and no message has taken more than one credit. */
    private void ledgerIsConserved() {
        assertThat(unbalanced()).isEmpty();
        assertThat(test.texts("""
                select message_id::text from message_credit_entry
                where reason in ('SPENT', 'GIVEN_BACK') group by message_id having sum(amount) not in (0, -1)
                """)).isEmpty();
    }

    private List<String> unbalanced() {
        return test.texts("""
                select c.person_id::text from message_credit c
                left join message_credit_entry e on e.person_id = c.person_id and e.template = c.template
                group by c.person_id, c.template, c.balance having c.balance <> coalesce(sum(e.amount), 0)
                """);
    }
}
