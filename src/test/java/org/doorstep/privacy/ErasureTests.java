package org.doorstep.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.RoleGrant;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class ErasureTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WITHDRAW = """
            mutation($id: ID!) { withdrawConsent(input: {childId: $id, purpose: CHILD_DATA}) {
              __typename ... on ConsentWithdrawn { cancelledBookings { id state cancellationCause } } } }
            """;
    private static final String DELETE_CHILD = """
            mutation($id: ID!) { deleteChild(input: {childId: $id}) {
              __typename ... on ChildDeleted { childId keptUntil } ... on Refusal { code } } }
            """;
    private static final String DELETE_ACCOUNT = """
            mutation { deleteMyAccount(input: {confirmed: true}) {
              __typename ... on AccountDeleted { keptUntil } ... on Refusal { code } } }
            """;

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
    ForgetOldData forgetOldData;

    @Autowired
    DatabaseClient database;

    @Autowired
    GraphQlSource schema;

    private TestStation station;
    private UUID session;
    private TestFamily family;

    @BeforeEach
    void aFamilyAndASessionWithOnePlace() {
        station = stations.station();
        session = sessions.session(station, stations.service(), 1);
        family = families.family(7);
    }

    @Test
    void a_consent_taken_back_cancels_what_rests_on_it_and_offers_the_place_to_the_next() {
        String booking = book(family, session, "REFUSE");
        TestFamily next = families.family(8);
        String waiting = book(next, session, "JOIN_WAITLIST");

        List<?> cancelled = family.api()
                .document(WITHDRAW)
                .variable("id", family.child())
                .execute()
                .path("withdrawConsent.cancelledBookings")
                .entity(List.class)
                .get();

        assertThat(cancelled)
                .isEqualTo(
                        List.of(Map.of("id", booking, "state", "CANCELLED", "cancellationCause", "CONSENT_WITHDRAWN")));
        assertThat(state(waiting)).isEqualTo("OFFERED");
        assertThat(counts()).isEqualTo("1 0");
    }

    @Test
    void what_is_said_of_a_consent_taken_back_is_what_happens() throws IOException {
        String description = Objects.requireNonNull(schema.schema().getMutationType())
                .getFieldDefinition("withdrawConsent")
                .getDescription();
        assertThat(description).contains("bookings that are not over and whose events need it are cancelled");
        String life = Files.readString(Path.of("docs/booking.md"));
        for (String state : List.of("WAITLISTED", "OFFERED", "CONFIRMED")) {
            TestFamily one = families.family(7);
            UUID place = sessions.session(station, stations.service(), 1);
            if (state.equals("CONFIRMED")) {
                book(one, place, "REFUSE");
            } else {
                String first = book(family, place, "REFUSE");
                book(one, place, "JOIN_WAITLIST");
                if (state.equals("OFFERED")) {
                    family.api()
                            .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                            .variable("id", first)
                            .execute()
                            .path("cancelBooking.__typename")
                            .entity(String.class)
                            .isEqualTo("BookingCancelled");
                }
            }
            one.api()
                    .document(WITHDRAW)
                    .variable("id", one.child())
                    .execute()
                    .path("withdrawConsent.cancelledBookings[*].cancellationCause")
                    .entityList(String.class)
                    .containsExactly("CONSENT_WITHDRAWN");
            assertThat(life).contains(state + " --> CANCELLED: withdrawConsent, deleteChild");
            if (state.equals("WAITLISTED")) {
                database.sql(
                                "update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'FAMILY'"
                                        + " where session_id = :id and state = 'CONFIRMED'")
                        .bind("id", place)
                        .fetch()
                        .rowsUpdated()
                        .block();
            }
        }
    }

    @Test
    void a_consent_that_nothing_rests_on_cancels_nothing_when_it_is_taken_back() {
        String booking = book(family, session, "REFUSE");
        give(family, "PHOTOGRAPHS");

        family.api()
                .document(WITHDRAW.replace("CHILD_DATA", "PHOTOGRAPHS"))
                .variable("id", family.child())
                .execute()
                .path("withdrawConsent.cancelledBookings")
                .entity(List.class)
                .isEqualTo(List.of());

        assertThat(state(booking)).isEqualTo("CONFIRMED");
    }

    @Test
    void a_consent_given_anew_leaves_the_bookings_as_they_are() {
        String booking = book(family, session, "REFUSE");

        give(family, "CHILD_DATA");

        assertThat(state(booking)).isEqualTo("CONFIRMED");
    }

    @Test
    void bookings_and_a_withdrawal_at_once_leave_none_without_consent() {
        for (int round = 0; round < 10; round++) {
            TestFamily racing = families.family(7);
            UUID wanted = sessions.session(station, stations.service(), 5);

            Mono.when(
                            async(() -> book(racing, wanted, "REFUSE")),
                            async(() -> racing.api()
                                    .document(WITHDRAW)
                                    .variable("id", racing.child())
                                    .execute()))
                    .block(PATIENCE);

            assertThat(number("select count(*) from booking where state = 'CONFIRMED' and child_id = '%s'"
                            .formatted(Child.ID.decode(racing.child()))))
                    .isZero();
            assertThat(number("select seats_taken from session where id = '" + wanted + "'"))
                    .isZero();
        }
    }

    /** The control: a booking that was judged before the consent ended comes through when the trigger is away. */
    @Test
    void the_database_refuses_a_booking_whose_consent_was_taken_back() {
        withdraw(family);
        String insert = """
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                select gen_random_uuid(), county_id, id, '%s', gen_random_uuid(), 'CONFIRMED', '%s', tstzrange(starts_at, ends_at)
                from session where id = '%s'
                """.formatted(childOf(family), family.guardian().personId(), session);

        assertThatThrownBy(() -> run(insert)).hasMessageContaining("consent");

        run("alter table booking disable trigger booking_still_consented");
        try {
            run(insert);
        } finally {
            run("alter table booking enable trigger booking_still_consented");
        }
        assertThat(number("select count(*) from booking where child_id = '" + childOf(family) + "'"))
                .isEqualTo(1);
    }

    @Test
    void staff_read_nothing_of_a_child_whose_data_may_be_used_no_more_except_while_it_is_here() {
        String booking = book(family, session, "REFUSE");
        startNow();
        TestPerson staff = people.staffOf(station.uuid());
        arrive(staff, booking);
        withdraw(family);
        assertThat(roster(staff)).isEqualTo(List.of("小满"));

        leave(staff, booking);

        assertThat(roster(staff)).isEqualTo(List.of());
    }

    @Test
    void a_deleted_child_gives_its_places_back_and_leaves_no_name() {
        String booking = book(family, session, "REFUSE");
        TestFamily next = families.family(8);
        String waiting = book(next, session, "JOIN_WAITLIST");
        collector(family, "外婆");

        family.api()
                .document(DELETE_CHILD)
                .variable("id", family.child())
                .execute()
                .path("deleteChild")
                .entity(Object.class)
                .isEqualTo(Map.of(
                        "__typename",
                        "ChildDeleted",
                        "childId",
                        family.child(),
                        "keptUntil",
                        LocalDate.now(ZoneId.of("Asia/Shanghai")).plusYears(3).toString()));

        assertThat(state(booking)).isEqualTo("CANCELLED");
        assertThat(state(waiting)).isEqualTo("OFFERED");
        assertThat(counts()).isEqualTo("1 0");
        assertThat(text(
                        "select coalesce(nickname::text, notes::text, family_id::text, 'none') from child where id = '%s'"
                                .formatted(childOf(family))))
                .isEqualTo("none");
        assertThat(number("select count(*) from collector where child_id = '" + childOf(family) + "'"))
                .isZero();
        assertThat(number("select count(*) from consent where withdrawn_at is null and child_id = '" + childOf(family)
                        + "'"))
                .isZero();
        assertThat(text("select string_agg(action, ' ' order by id) from audit_entry where child_id = '%s'"
                        .formatted(childOf(family))))
                .contains("CHILD_ERASED");
        family.api()
                .document("query($id: ID!) { node(id: $id) { id } viewer { children { id } bookings { totalCount } } }")
                .variable("id", family.child())
                .execute()
                .path("node")
                .valueIsNull()
                .path("viewer.children")
                .entity(List.class)
                .isEqualTo(List.of())
                .path("viewer.bookings.totalCount")
                .entity(Integer.class)
                .isEqualTo(0);
    }

    @Test
    void who_collected_a_deleted_child_is_kept_until_its_day_and_then_forgotten() {
        String booking = book(family, session, "REFUSE");
        String grandmother = collector(family, "外婆");
        startNow();
        TestPerson staff = people.staffOf(station.uuid());
        arrive(staff, booking);
        leaveWith(staff, booking, "{collectorId: \"" + grandmother + "\"}");
        deleteChild(family, family.child());
        String attended = "select count(*) from attendance where child_id = '" + childOf(family) + "'";
        String named = "select count(*) from collector where name is not null and child_id = '" + childOf(family) + "'";
        assertThat(number(attended)).isEqualTo(1);
        assertThat(number(named)).isEqualTo(1);

        run("update child set kept_until = (now() at time zone 'Asia/Shanghai')::date where id = '" + childOf(family)
                + "'");
        forgetOldData.forget().block(PATIENCE);
        assertThat(number(named)).isEqualTo(1);
        run("update child set kept_until = (now() at time zone 'Asia/Shanghai')::date - 1 where id = '"
                + childOf(family) + "'");
        forgetOldData.forget().block(PATIENCE);

        assertThat(number(named)).isZero();
        assertThat(number("select count(*) from consent where child_id = '" + childOf(family) + "'"))
                .isZero();
        assertThat(number(attended)).isEqualTo(1);
    }

    @Test
    void a_child_that_is_at_a_station_is_not_deleted() {
        String booking = book(family, session, "REFUSE");
        startNow();
        String tomorrow = book(family, sessions.session(stations.station(), stations.service(), 3), "REFUSE");
        arrive(people.staffOf(station.uuid()), booking);
        String before = everything(family);

        assertThat(deleteChild(family, family.child())).isEqualTo("ChildPresent");
        assertThat(deleteAccount(family)).isEqualTo("ChildPresent");

        assertThat(everything(family)).isEqualTo(before);
        assertThat(state(tomorrow)).isEqualTo("CONFIRMED");
    }

    @Test
    void another_familys_child_and_one_that_was_deleted_look_the_same() {
        TestFamily other = families.family(5);
        String before = everything(other);

        assertThat(deleteChild(family, other.child())).isEqualTo("NotFound");
        assertThat(everything(other)).isEqualTo(before);
        assertThat(deleteChild(family, family.child())).isEqualTo("ChildDeleted");
        assertThat(deleteChild(family, family.child())).isEqualTo("NotFound");
    }

    @Test
    void a_deleted_account_takes_its_children_and_sign_ins_along_and_stays_deleted() {
        String booking = book(family, session, "REFUSE");

        assertThat(deleteAccount(family)).isEqualTo("AccountDeleted");
        assertThat(deleteAccount(family)).isEqualTo("AccountDeleted");

        UUID person = family.guardian().personId();
        assertThat(state(booking)).isEqualTo("CANCELLED");
        assertThat(counts()).isEqualTo("0 0");
        assertThat(number(
                        "select count(*) from person where num_nonnulls(name, phone, phone_index, phone_source, phone_at) = 0 and erased_at is not null and id = '"
                                + person + "'"))
                .isEqualTo(1);
        assertThat(number("select count(*) from role_grant where person_id = '" + person + "'"))
                .isZero();
        assertThat(number("select count(*) from refresh_family where person_id = '" + person + "'"))
                .isZero();
        assertThat(number("select count(*) from child where erased_at is null and id = '" + childOf(family) + "'"))
                .isZero();
        family.api()
                .document(
                        "mutation { addChild(input: {idempotencyKey: \"%s\", nickname: \"新\", birthDate: \"2020-01-01\"}) { __typename } }"
                                .formatted(UUID.randomUUID()))
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error ->
                                assertThat(error.getExtensions().get("code")).isEqualTo("FORBIDDEN")));
    }

    @Test
    void an_account_that_was_not_confirmed_or_holds_other_roles_stays() {
        TestPerson staff = people.with(RoleGrant.atStation(Role.STATION_STAFF, station.uuid()));
        String name = "select count(*) from person where name is not null and id = '%s'";

        assertThat(answer(as(staff), DELETE_ACCOUNT, "deleteMyAccount")).isEqualTo("RolesHeld");
        assertThat(answer(family.api(), DELETE_ACCOUNT.replace("true", "false"), "deleteMyAccount"))
                .isEqualTo("InvalidInput");

        assertThat(number(name.formatted(staff.personId()))).isEqualTo(1);
        assertThat(number(name.formatted(family.guardian().personId()))).isEqualTo(1);
    }

    @Test
    void the_other_guardian_keeps_the_children() {
        TestPerson other = people.guardian();
        run("insert into family_guardian (family_id, person_id) select family_id, '%s' from child where id = '%s'"
                .formatted(other.personId(), childOf(family)));

        assertThat(deleteAccount(family)).isEqualTo("AccountDeleted");

        as(other)
                .document("{ viewer { children { id nickname } } }")
                .execute()
                .path("viewer.children")
                .entity(List.class)
                .isEqualTo(List.of(Map.of("id", family.child(), "nickname", "小满")));
    }

    @Test
    void a_token_that_outlives_its_account_founds_no_family() {
        deleteAccount(family);

        assertThatThrownBy(() -> run("""
                        with home as (insert into family (id) values (gen_random_uuid()) returning id)
                        insert into family_guardian (family_id, person_id) select id, '%s' from home
                        """.formatted(family.guardian().personId())))
                .hasMessageContaining("account");
    }

    @Test
    void a_volunteer_who_leaves_frees_the_shifts_to_come_and_keeps_the_hours() {
        UUID person = people.volunteer().personId();
        UUID volunteer = UUID.randomUUID();
        run("""
                insert into volunteer (id, county_id, person_id, station_id, display_name)
                values ('%s', '%s', '%s', '%s', 'x')
                """.formatted(volunteer, station.city(), person, station.uuid()));
        UUID past = shift(volunteer, "-2 days", true);
        UUID coming = shift(volunteer, "2 days", false);

        assertThat(answer(as(people.signIn(person)), DELETE_ACCOUNT, "deleteMyAccount"))
                .isEqualTo("AccountDeleted");

        assertThat(number("select taken from shift where id = '" + past + "'")).isEqualTo(1);
        assertThat(number("select taken from shift where id = '" + coming + "'"))
                .isZero();
        assertThat(number("select count(*) from volunteer where display_name is null and id = '" + volunteer + "'"))
                .isEqualTo(1);
    }

    /** Fails when a column is added that nobody thought of. */
    @Test
    void of_every_encrypted_column_it_is_said_when_it_goes() {
        Map<String, String> goes = Map.ofEntries(
                Map.entry("person", "at once"),
                Map.entry("wechat_account", "at once"),
                Map.entry("volunteer", "at once"),
                Map.entry("child", "at once"),
                Map.entry("barred_person", "at once"),
                Map.entry("no_show_appeal", "at once"),
                Map.entry("attendance.health_note", "at once"),
                Map.entry("attendance_correction.health_note", "at once"),
                Map.entry("attendance_correction", "on the day it need not be kept any longer"),
                Map.entry("attendance", "on the day it need not be kept any longer"),
                Map.entry("hand_over", "on the day it need not be kept any longer"),
                Map.entry("collector", "on the day it need not be kept any longer"),
                Map.entry("pick_up_pass", "on the day it need not be kept any longer"),
                Map.entry("incident", "on the day it need not be kept any longer"),
                Map.entry("event.online_url", "never: it is nobody's"),
                Map.entry("signing_key", "never: it is nobody's"));

        List<String> encrypted = database.sql("""
                        select table_name || '.' || column_name from information_schema.columns
                        where table_schema = 'public' and data_type = 'bytea'
                          and column_name !~ '(_index|hash|signature|payload)$'
                        order by 1
                        """)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(encrypted).contains("child.nickname", "incident.note");
        assertThat(encrypted)
                .filteredOn(column -> !goes.containsKey(column) && !goes.containsKey(column.replaceAll("\\..*", "")))
                .isEmpty();
    }

    private UUID shift(UUID volunteer, String startsIn, boolean attended) {
        UUID shift = UUID.randomUUID();
        run("""
                with planned as (
                    insert into shift (id, county_id, station_id, session_id, needed, taken, starts_at, ends_at)
                    values ('%1$s', '%2$s', '%3$s', '%4$s', 2, 1, now() + interval '%5$s', now() + interval '%5$s 2 hours')
                    returning *)
                insert into sign_up (id, county_id, station_id, shift_id, volunteer_id, period, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, station_id, id, '%6$s', tstzrange(starts_at, ends_at),
                       case when %7$s then starts_at end, case when %7$s then (select person_id from volunteer where id = '%6$s') end
                from planned
                """.formatted(shift, station.city(), station.uuid(), session, startsIn, volunteer, attended));
        return shift;
    }

    /** All that a refusal must leave as it is. */
    private String everything(TestFamily of) {
        return text("""
                select (select string_agg(c::text, ' ' order by c.id) from child c where c.id = '%1$s')
                    || (select coalesce(string_agg(b::text, ' ' order by b.id), '') from booking b where b.child_id = '%1$s')
                    || (select coalesce(string_agg(k::text, ' ' order by k.id), '') from consent k where k.child_id = '%1$s')
                    || (select count(*)::text from audit_entry a where a.child_id = '%1$s' and a.action <> 'CHILD_SEEN')
                    || (select string_agg(p::text, ' ') from person p where p.id = '%2$s')
                    || (select string_agg(s.seats_taken::text, ' ' order by s.id) from session s
                        where s.id in (select session_id from booking where child_id = '%1$s') or s.id = '%3$s')
                """.formatted(childOf(of), of.guardian().personId(), session));
    }

    private static UUID childOf(TestFamily of) {
        return Child.ID.decode(of.child());
    }

    private void startNow() {
        run("""
                with moved as (
                    update session set starts_at = now() - interval '10 minutes', ends_at = now() + interval '1 hour'
                    where id = '%1$s' returning *)
                update booking b set period = tstzrange(m.starts_at, m.ends_at) from moved m where b.session_id = m.id
                """.formatted(session));
    }

    private void arrive(TestPerson staff, String booking) {
        assertThat(answer(
                        as(staff),
                        "mutation { recordArrival(input: {bookingId: \"" + booking + "\"}) { __typename } }",
                        "recordArrival"))
                .isEqualTo("ArrivalRecorded");
    }

    private void leave(TestPerson staff, String booking) {
        String guardian = text("select booked_by::text from booking where id = '" + Booking.ID.decode(booking) + "'");
        leaveWith(staff, booking, "{guardianId: \"" + Caller.PERSON.encode(UUID.fromString(guardian)) + "\"}");
    }

    private void leaveWith(TestPerson staff, String booking, String by) {
        assertThat(answer(
                        as(staff),
                        "mutation { recordDeparture(input: {bookingId: \"%s\", collectedBy: %s, verifiedHow: KNOWN_PERSONALLY}) { __typename } }"
                                .formatted(booking, by),
                        "recordDeparture"))
                .isEqualTo("DepartureRecorded");
    }

    private List<?> roster(TestPerson staff) {
        return as(staff)
                .document(
                        "query($id: ID!) { session: node(id: $id) { ... on Session { roster { nodes { nickname } } } } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.roster.nodes[*].nickname")
                .entityList(String.class)
                .get();
    }

    private String collector(TestFamily of, String name) {
        return of.api()
                .document("""
                        mutation { addCollector(input: {idempotencyKey: "%s", childId: "%s", name: "%s", phone: "13900001234", relation: GRANDPARENT}) {
                          ... on CollectorAdded { collector { id } } } }
                        """.formatted(UUID.randomUUID(), of.child(), name))
                .execute()
                .path("addCollector.collector.id")
                .entity(String.class)
                .get();
    }

    private void give(TestFamily of, String purpose) {
        assertThat(answer(
                        of.api(),
                        "mutation { giveConsent(input: {childId: \"%s\", consent: {purpose: %s, version: 1}}) { __typename } }"
                                .formatted(of.child(), purpose),
                        "giveConsent"))
                .isEqualTo("ConsentGiven");
    }

    private void withdraw(TestFamily of) {
        of.api()
                .document(WITHDRAW)
                .variable("id", of.child())
                .execute()
                .path("withdrawConsent.__typename")
                .entity(String.class)
                .isEqualTo("ConsentWithdrawn");
    }

    /** The id of the booking; an empty text when it was refused. */
    private static String book(TestFamily of, UUID session, String ifFull) {
        List<String> ids = of.api()
                .document("""
                        mutation { bookSession(input: {idempotencyKey: "%s", sessionId: "%s", childIds: ["%s"], ifFull: %s}) {
                          ... on SessionBooked { bookings { id } } ... on SessionWaitlisted { bookings { id } } } }
                        """.formatted(UUID.randomUUID(), Session.ID.encode(session), of.child(), ifFull))
                .execute()
                .path("bookSession..id")
                .entityList(String.class)
                .get();
        return ids.isEmpty() ? "" : ids.get(0);
    }

    private static String deleteChild(TestFamily by, String child) {
        return by.api()
                .document(DELETE_CHILD)
                .variable("id", child)
                .execute()
                .path("deleteChild.__typename")
                .entity(String.class)
                .get();
    }

    private static String deleteAccount(TestFamily of) {
        return answer(of.api(), DELETE_ACCOUNT, "deleteMyAccount");
    }

    private static String answer(HttpGraphQlTester api, String document, String mutation) {
        return api.document(document)
                .execute()
                .path(mutation + ".__typename")
                .entity(String.class)
                .get();
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private static Mono<Object> async(Callable<?> call) {
        return Mono.<Object>fromCallable(call::call).subscribeOn(Schedulers.boundedElastic());
    }

    private String state(String booking) {
        return text("select state::text from booking where id = '" + Booking.ID.decode(booking) + "'");
    }

    private String counts() {
        return text("select seats_taken || ' ' || waitlist_length from session where id = '" + session + "'");
    }

    private int number(String sql) {
        return Integer.parseInt(text("select (" + sql + ")::text"));
    }

    private String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
