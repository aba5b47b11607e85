package org.doorstep.appeal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, StatementCount.class})
class AppealTests {

    private static final String RECORD = """
            {
              viewer {
                children {
                  noShows {
                    count
                    noShows { booking { id state } missedAt countsUntil excusedAt appeal { statement decision note } }
                  }
                }
              }
            }
            """;

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private HttpGraphQlTester tester;

    @Autowired
    private StatementCount statements;

    @Autowired
    private DatabaseClient database;

    private TestStation station;
    private UUID service;
    private UUID session;
    private TestFamily family;

    @BeforeEach
    void aSessionInTenDays() {
        station = stations.station();
        service = stations.service();
        session = sessions.session(station, service, 5);
        family = families.family(8, 9);
    }

    @Test
    void who_missed_three_sessions_in_ninety_days_books_two_days_before() {
        missed(91);
        missed(60);
        missed(30);
        assertThat(typeOf(bookFrom(session))).isEqualTo("SessionBooked");
        missed(10);
        UUID another = sessions.session(station, service, 1);
        run("""
                update session set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where id = '%s'
                """.formatted(another));

        Map<?, ?> refusal =
                bookFrom(another).path("bookSession").entity(Map.class).get();

        assertThat(refusal.get("__typename")).isEqualTo("NoShowLimited");
        assertThat(refusal.get("code")).isEqualTo("NO_SHOW_LIMITED");
        assertThat(refusal.get("message")).isEqualTo("孩子近期有 3 次预约未到，这个场次临近时才能预约。");
        assertThat(refusal.get("childId")).isEqualTo(family.child());
        assertThat(refusal.get("noShows")).isEqualTo(3);
        assertThat(moment(refusal, "opensAt")).isEqualTo(startOf(another).minus(Duration.ofHours(48)));
        assertThat(Duration.between(Instant.now(), moment(refusal, "limitedUntil"))
                        .toHours())
                .isBetween(30 * 24L - 2, 30 * 24L);
        sessions.takeSeats(another, 1);
        assertThat(typeOf(bookFrom(another))).isEqualTo("NoShowLimited");
        assertThat(bookings(another)).isZero();
        assertThat(typeOf(book(another, family.children().get(1)))).isEqualTo("SessionWaitlisted");
    }

    @Test
    void nobody_is_barred() {
        missed(3);
        missed(2);
        missed(1);
        assertThat(typeOf(bookFrom(session))).isEqualTo("NoShowLimited");

        run(
                "update session set starts_at = now() + interval '47 hours', ends_at = now() + interval '48 hours' where id = '%s'"
                        .formatted(session));

        assertThat(typeOf(bookFrom(session))).isEqualTo("SessionBooked");
    }

    @Test
    void an_event_may_limit_nobody() {
        missed(3);
        missed(2);
        missed(1);
        run("update event set no_show_limit = null where id = (select event_id from session where id = '%s')"
                .formatted(session));

        assertThat(typeOf(bookFrom(session))).isEqualTo("SessionBooked");
    }

    @Test
    void a_place_that_is_freed_is_offered_although_the_child_is_limited() {
        sessions.takeSeats(session, 5);
        assertThat(typeOf(bookFrom(session))).isEqualTo("SessionWaitlisted");
        missed(3);
        missed(2);
        missed(1);
        sessions.takeSeats(session, 4);

        run("select offer_free_seats('%s')".formatted(session));

        assertThat(text("select state::text from booking where session_id = '%s'".formatted(session)))
                .isEqualTo("OFFERED");
    }

    @Test
    void an_excused_no_show_counts_no_more_and_the_family_sees_why() {
        missed(3);
        missed(2);
        String last = missed(1);
        TestPerson staff = people.staffOf(station.uuid());

        appeal(family.api(), last, " 孩子发烧 ")
                .path("appealNoShow.appeal.statement")
                .entity(String.class)
                .isEqualTo("孩子发烧");
        assertThat(typeOf(bookFrom(session))).isEqualTo("NoShowLimited");
        String appeal = appeals(staff)
                .path("station.noShowAppeals[0].id")
                .entity(String.class)
                .get();
        decide(staff, appeal, "EXCUSED", "祝早日康复")
                .path("decideNoShowAppeal.appeal.decision")
                .entity(String.class)
                .isEqualTo("EXCUSED");

        statements.reset();
        GraphQlTester.Response record = family.api().document(RECORD).execute();
        assertThat(statements.all().stream().filter(sql -> sql.contains("NO_SHOW")))
                .hasSize(1);
        record.path("viewer.children[*].noShows.count")
                .entityList(Integer.class)
                .containsExactly(0, 2)
                .path("viewer.children[1].noShows.noShows[*].booking.state")
                .entityList(String.class)
                .containsExactly("NO_SHOW", "NO_SHOW", "NO_SHOW")
                .path("viewer.children[1].noShows.noShows[0].booking.id")
                .entity(String.class)
                .isEqualTo(last)
                .path("viewer.children[1].noShows.noShows[0].appeal")
                .entity(Map.class)
                .isEqualTo(Map.of("statement", "孩子发烧", "decision", "EXCUSED", "note", "祝早日康复"))
                .path("viewer.children[1].noShows.noShows[0].excusedAt")
                .hasValue()
                .path("viewer.children[1].noShows.noShows[1].excusedAt")
                .valueIsNull();
        record.path("viewer.children[1].noShows.noShows[0]")
                .entity(Map.class)
                .satisfies(noShow -> assertThat(
                                Duration.between(moment(noShow, "missedAt"), moment(noShow, "countsUntil")))
                        .isEqualTo(Duration.ofDays(90)));
        assertThat(typeOf(bookFrom(session))).isEqualTo("SessionBooked");
        assertThat(text("""
                        select string_agg(distinct action, ', ' order by action) from audit_entry
                        where child_id = '%s' and action ~ 'NO_SHOW_|SEEN' and (action <> 'CHILD_SEEN' or reason = 'NO_SHOW_APPEAL')
                        """.formatted(Child.ID.decode(family.child()))))
                .isEqualTo("CHILD_SEEN, NO_SHOW_APPEALED, NO_SHOW_EXCUSED");
    }

    @Test
    void what_a_family_says_is_encrypted_and_goes_with_the_child() {
        String booking = missed(1);
        appeal(family.api(), booking, "孩子发烧");

        assertThat(text("select encode(statement, 'escape') from no_show_appeal where booking_id = '%s'"
                        .formatted(Booking.ID.decode(booking))))
                .doesNotContain("孩子");
        run("select erase_child('%s', '%s', interval '1 year')"
                .formatted(Child.ID.decode(family.child()), family.guardian().personId()));
        assertThat(appealsOf(booking)).isZero();
    }

    @Test
    void an_appeal_is_decided_once() {
        String booking = missed(1);
        appeal(family.api(), booking, "孩子发烧");
        TestPerson staff = people.staffOf(station.uuid());
        String appeal = appeals(staff)
                .path("station.noShowAppeals[0].id")
                .entity(String.class)
                .get();
        assertThat(code(decide(staff, appeal, "UPHELD", " "), "decideNoShowAppeal"))
                .isEqualTo("INVALID_INPUT");
        TestPerson other = people.staffOf(stations.station().uuid());
        assertThat(code(decide(other, appeal, "EXCUSED", "好"), "decideNoShowAppeal"))
                .isEqualTo("NOT_FOUND");
        decide(family.guardian(), appeal, "EXCUSED", "好")
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        assertThat(decided(booking)).isEqualTo("null, not excused");

        decide(staff, appeal, "UPHELD", "没有请假");
        GraphQlTester.Response again = decide(staff, appeal, "EXCUSED", "算了");

        assertThat(code(again, "decideNoShowAppeal")).isEqualTo("APPEAL_ALREADY_DECIDED");
        again.path("decideNoShowAppeal.decision").entity(String.class).isEqualTo("UPHELD");
        assertThat(decided(booking)).isEqualTo("UPHELD, not excused");
        appeals(other).path("station.noShowAppeals").valueIsNull();
        appeals(family.guardian()).path("station.noShowAppeals").valueIsNull();
    }

    @Test
    void a_family_appeals_once_against_a_no_show_of_its_own() {
        String booking = missed(1);
        assertThat(code(appeal(family.api(), booking, "长".repeat(501)), "appealNoShow"))
                .isEqualTo("INVALID_INPUT");
        assertThat(code(appeal(families.family(8).api(), booking, "孩子发烧"), "appealNoShow"))
                .isEqualTo("NOT_FOUND");
        String kept = idOf(bookFrom(session));
        assertThat(code(appeal(family.api(), kept, "孩子发烧"), "appealNoShow")).isEqualTo("NOT_MISSED");
        assertThat(appealsOf(booking) + appealsOf(kept)).isZero();

        appeal(family.api(), booking, "孩子发烧");
        assertThat(code(appeal(family.api(), booking, "还是发烧"), "appealNoShow")).isEqualTo("ALREADY_APPEALED");

        assertThat(appealsOf(booking)).isEqualTo(1);
    }

    @Test
    void the_days_are_limited() {
        family.api()
                .document("{ viewer { children { noShows(days: 367) { count } } } }")
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "BAD_REQUEST"));
    }

    /** A booking of the first child for a session that ended so many days ago. */
    private String missed(int daysAgo) {
        UUID id = IdType.next();
        run("""
                with s as (
                    insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                        booking_opens_at, booking_closes_at, cancel_until)
                    select gen_random_uuid(), county_id, event_id, station_id, service_id,
                           now() - interval '%1$s days', now() - interval '%1$s days' + interval '1 hour', 5, now(), now(), now()
                    from session where id = '%2$s'
                    returning *
                )
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period, missed_at)
                select '%3$s', county_id, id, '%4$s', gen_random_uuid(), 'NO_SHOW', '%5$s', tstzrange(starts_at, ends_at), now()
                from s
                """.formatted(
                        daysAgo,
                        session,
                        id,
                        Child.ID.decode(family.child()),
                        family.guardian().personId()));
        return Booking.ID.encode(id);
    }

    private GraphQlTester.Response bookFrom(UUID target) {
        return book(target, family.child());
    }

    private GraphQlTester.Response book(UUID target, String child) {
        return family.api()
                .document("""
                        mutation($input: BookSessionInput!) {
                          bookSession(input: $input) {
                            __typename
                            ... on SessionBooked { bookings { id } }
                            ... on Refusal { code message }
                            ... on NoShowLimited { childId opensAt noShows limitedUntil }
                          }
                        }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey", UUID.randomUUID(),
                                "sessionId", Session.ID.encode(target),
                                "childIds", List.of(child),
                                "ifFull", "JOIN_WAITLIST"))
                .execute();
    }

    private static GraphQlTester.Response appeal(HttpGraphQlTester api, String booking, String statement) {
        return api.document("""
                        mutation($input: AppealNoShowInput!) {
                          appealNoShow(input: $input) {
                            ... on NoShowAppealed { appeal { id statement } }
                            ... on Refusal { code }
                          }
                        }
                        """)
                .variable("input", Map.of("bookingId", booking, "statement", statement))
                .execute();
    }

    private GraphQlTester.Response appeals(TestPerson person) {
        return as(person)
                .document("query($id: ID!) { station(id: $id) { noShowAppeals { id statement session { id } } } }")
                .variable("id", station.id())
                .execute();
    }

    private GraphQlTester.Response decide(TestPerson person, String appeal, String decision, String note) {
        return as(person)
                .document("""
                        mutation($input: DecideNoShowAppealInput!) {
                          decideNoShowAppeal(input: $input) {
                            ... on NoShowAppealDecided { appeal { decision note } }
                            ... on AppealAlreadyDecided { decision }
                            ... on Refusal { code }
                          }
                        }
                        """)
                .variable("input", Map.of("appealId", appeal, "decision", decision, "note", note))
                .execute();
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private static String typeOf(GraphQlTester.Response response) {
        return response.path("bookSession.__typename").entity(String.class).get();
    }

    private static String idOf(GraphQlTester.Response response) {
        return response.path("bookSession.bookings[0].id").entity(String.class).get();
    }

    private static String code(GraphQlTester.Response response, String mutation) {
        return response.path(mutation + ".code").entity(String.class).get();
    }

    private static Instant moment(Map<?, ?> map, String key) {
        return Instant.parse(String.valueOf(map.get(key)));
    }

    private Instant startOf(UUID target) {
        return Objects.requireNonNull(database.sql("select starts_at from session where id = :id")
                .bind("id", target)
                .mapValue(Instant.class)
                .one()
                .block());
    }

    private String decided(String booking) {
        return text("""
                select coalesce(a.decision::text, 'null') || case when b.excused_at is null then ', not excused' else ', excused' end
                from no_show_appeal a join booking b on b.id = a.booking_id where b.id = '%s'
                """.formatted(Booking.ID.decode(booking)));
    }

    private long appealsOf(String booking) {
        return Long.parseLong(text("select count(*)::text from no_show_appeal where booking_id = '%s'"
                .formatted(Booking.ID.decode(booking))));
    }

    private long bookings(UUID target) {
        return Long.parseLong(text("select count(*)::text from booking where session_id = '%s'".formatted(target)));
    }

    private String text(String sql) {
        return Objects.requireNonNull(
                database.sql(sql).mapValue(String.class).one().block());
    }

    private void run(String sql) {
        database.sql(sql).then().block();
    }
}
