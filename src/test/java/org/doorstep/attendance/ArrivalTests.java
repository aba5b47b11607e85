package org.doorstep.attendance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.doorstep.attendance.TestDay.of;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.crypto.Signatures;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({
    TestPeople.class,
    TestStations.class,
    TestSessions.class,
    TestFamilies.class,
    TestDay.class,
    StatementCount.class
})
class ArrivalTests {

    private static final String MINE = """
            { viewer { bookings(first: 50) { nodes { id arrivalCode { code expiresAt }
              arrival { at healthNote broughtBy { kind name relation } }
              handOver { leftAt verifiedHow collectedBy { kind name relation } } } } } }
            """;

    @Autowired
    TestDay day;

    @Autowired
    ArrivalCodes codes;

    @Autowired
    Signatures signatures;

    @Autowired
    StatementCount statements;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private UUID session;
    private String booking;

    @BeforeEach
    void aChildIsBookedForASessionInAnHour() {
        station = day.station();
        staff = day.staffOf(station);
        family = day.family();
        session = day.session(station, "1 hour", "3 hours");
        booking = day.booked(session, family, "CONFIRMED");
    }

    @Test
    void a_family_shows_a_code_that_checks_its_child_in_once() {
        String code = code(family);
        String another = code(family);
        assertThat(code).hasSizeLessThan(105).matches("[A-Za-z0-9_-]+").isNotEqualTo(another);

        assertThat(arrive(staff, code)).isEqualTo("ArrivalRecorded");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(arrive(staff, code)).isEqualTo("ArrivalCodeUsed");
        assertThat(arrive(staff, another)).isEqualTo("AlreadyArrived");
        assertThat(uses()).isEqualTo(1);
        mine(family).path("viewer.bookings.nodes[0].arrivalCode").valueIsNull();
    }

    @Test
    void a_code_is_for_those_booked_from_two_hours_before_until_the_end_and_lives_a_quarter_of_an_hour() {
        TestFamily other = day.family();
        for (Map.Entry<String, String> hour :
                List.of(Map.entry("121 minutes", "180 minutes"), Map.entry("-2 hours", "-1 second"))) {
            UUID at = day.session(station, hour.getKey(), hour.getValue());
            day.booked(at, other, "CONFIRMED");
        }
        day.booked(day.session(station, "119 minutes", "120 minutes"), other, "WAITLISTED");
        mine(other).path("viewer.bookings.nodes[*].arrivalCode.code").pathDoesNotExist();
        mine(family)
                .path("viewer.bookings.nodes[0].arrivalCode.expiresAt")
                .entity(OffsetDateTime.class)
                .satisfies(until -> assertThat(day.number(
                                "select extract(epoch from '%s'::timestamptz - now())::bigint".formatted(until)))
                        .isBetween(880L, 900L));
        day.run(
                "update session set ends_at = now() + interval '5 minutes', starts_at = now() - interval '1 hour' where id = '%s'"
                        .formatted(session));
        mine(family)
                .path("viewer.bookings.nodes[0].arrivalCode.expiresAt")
                .entity(OffsetDateTime.class)
                .satisfies(until -> assertThat(day.number(
                                "select extract(epoch from '%s'::timestamptz - now())::bigint".formatted(until)))
                        .isBetween(280L, 300L));
    }

    @Test
    void what_is_forged_mistyped_of_another_station_or_too_late_changes_nothing() {
        String code = code(family);
        assertThat(arrive(day.staffOf(day.station()), code)).isEqualTo("ArrivalCodeInvalid");
        byte[] bytes = Base64.getUrlDecoder().decode(code);
        for (int place : List.of(0, 15, 20, 33, 45, bytes.length - 1)) {
            byte[] forged = bytes.clone();
            forged[place] ^= 1;
            assertThat(arrive(staff, Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                    .as("byte %d", place)
                    .isEqualTo("ArrivalCodeInvalid");
        }
        for (String text : List.of("", "  ", "王阿婆", code.substring(1), code + code, "a".repeat(5000))) {
            assertThat(arrive(staff, text)).isEqualTo("ArrivalCodeInvalid");
        }
        assertThat(arrive(staff, signed(bytes, 1))).isEqualTo("ArrivalCodeExpired");
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        assertThat(uses()).isZero();
        assertThat(arrive(staff, code)).isEqualTo("ArrivalRecorded");
    }

    @Test
    void a_signature_for_something_else_is_none() {
        byte[] bytes = Base64.getUrlDecoder().decode(code(family));
        byte[] content = Arrays.copyOf(bytes, 36);
        byte[] elsewhere = signatures.sign(content);
        byte[] code = Arrays.copyOf(content, content.length + elsewhere.length);
        System.arraycopy(elsewhere, 0, code, content.length, elsewhere.length);
        assertThat(codes.open(Base64.getUrlEncoder().encodeToString(code))).isEmpty();
        // the control: with its context, the same signature opens
        assertThat(codes.open(signed(bytes, Integer.MAX_VALUE))).isPresent();
    }

    @Test
    void of_two_devices_at_once_one_uses_the_code() {
        String code = code(family);
        List<String> outcomes = Flux.range(0, 4)
                .flatMap(
                        device -> Mono.fromCallable(() -> arrive(staff, code)).subscribeOn(Schedulers.boundedElastic()),
                        4)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(outcomes)
                .containsExactlyInAnyOrder("ArrivalRecorded", "ArrivalCodeUsed", "ArrivalCodeUsed", "ArrivalCodeUsed");
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void an_arrival_is_found_by_name_or_by_code_and_not_by_both() {
        String code = code(family);
        for (String input : List.of(of(booking) + ", arrivalCode: \"" + code + "\"", "healthNote: \"咳嗽\"")) {
            assertThat(day.outcome(staff, "recordArrival", input)).isEqualTo("InvalidInput");
        }
        for (String input : List.of(
                ", healthNote: \"" + "咳".repeat(501) + "\"",
                ", broughtBy: {name: \"" + "王".repeat(41) + "\"}",
                ", broughtBy: {name: \" \"}")) {
            assertThat(day.outcome(staff, "recordArrival", of(booking) + input)).isEqualTo("InvalidInput");
        }
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        assertThat(uses()).isZero();
    }

    @Test
    void the_family_and_the_stations_own_staff_see_who_brought_the_child_and_its_health() {
        String collector = collector("王阿婆", "13800000201");
        assertThat(day.outcome(
                        staff,
                        "recordArrival",
                        of(booking)
                                + ", broughtBy: {collectorId: \"%s\"}, healthNote: \" 昨晚咳嗽 \"".formatted(collector)))
                .isEqualTo("ArrivalRecorded");
        Map<String, Object> escort = Map.of("kind", "COLLECTOR", "name", "王阿婆", "relation", "GRANDPARENT");

        roster(staff)
                .path("session.roster.nodes[0].attendance.arrival")
                .entity(Map.class)
                .isEqualTo(Map.of("broughtBy", escort, "healthNote", "昨晚咳嗽"));
        GraphQlTester.Response mine = mine(family);
        mine.path("viewer.bookings.nodes[0].arrival.healthNote")
                .entity(String.class)
                .isEqualTo("昨晚咳嗽");
        mine.path("viewer.bookings.nodes[0].arrival.broughtBy")
                .entity(Map.class)
                .isEqualTo(escort);
        mine.path("viewer.bookings.nodes[0].handOver").valueIsNull();
        roster(day.admin()).path("session.roster.nodes[0].attendance.arrival").valueIsNull();
        assertThat(day.texts(
                        "select (position(convert_to('咳嗽', 'UTF8') in health_note) > 0)::text from attendance where booking_id = '%s'"
                                .formatted(Booking.ID.decode(booking))))
                .containsExactly("false");
    }

    @Test
    void the_family_sees_who_collected_its_child() {
        UUID now = day.session(station, "-2 hours", "2 hours");
        TestFamily other = day.family();
        String here = day.arrived(now, other, staff);
        String code = other.api()
                .document("""
                        mutation { issuePickUpPass(input: {childId: "%s", collectorName: "李阿姨",
                          day: "%s"}) { ... on PickUpPassIssued { passCode } } }
                        """.formatted(other.child(), LocalDate.now(ZoneId.of("Asia/Shanghai"))))
                .execute()
                .path("issuePickUpPass.passCode")
                .entity(String.class)
                .get();
        assertThat(day.outcome(
                        staff,
                        "recordDeparture",
                        of(here) + ", collectedBy: {passCode: \"%s\"}, verifiedHow: PHONE_CALL".formatted(code)))
                .isEqualTo("DepartureRecorded");

        GraphQlTester.Response mine = mine(other);
        mine.path("viewer.bookings.nodes[0].handOver.verifiedHow")
                .entity(String.class)
                .isEqualTo("PHONE_CALL");
        mine.path("viewer.bookings.nodes[0].handOver.collectedBy")
                .entity(Map.class)
                .satisfies(by -> assertThat(by)
                        .containsEntry("kind", "PASS_HOLDER")
                        .containsEntry("name", "李阿姨")
                        .containsEntry("relation", null));
    }

    @Test
    void a_barred_person_who_brings_a_child_is_an_incident_and_the_child_is_let_in() {
        day.as(family.guardian())
                .document("""
                        mutation { barPerson(input: {idempotencyKey: "%s", childId: "%s", name: "李某"}) { __typename } }
                        """.formatted(UUID.randomUUID(), family.child()))
                .executeAndVerify();

        assertThat(day.outcome(staff, "recordArrival", of(booking) + ", broughtBy: {name: \"李 某\"}"))
                .isEqualTo("ArrivalRecorded");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(day.incidents(station)).containsExactly("BROUGHT_BY_BARRED");
        String second = day.booked(session, day.family(), "CONFIRMED");
        assertThat(day.outcome(staff, "recordArrival", of(second) + ", broughtBy: {name: \"李某\"}"))
                .isEqualTo("ArrivalRecorded");
        assertThat(day.incidents(station)).hasSize(1);
    }

    @Test
    void an_unknown_escort_is_refused_and_the_child_can_come_by_name() {
        TestFamily other = day.family();
        for (String escort : List.of(
                "collectorId: \"col_01jd6fzk3qe4v8x2m9t7n5w0ac\"",
                "guardianId: \"" + other.guardian().id() + "\"")) {
            assertThat(day.outcome(staff, "recordArrival", of(booking) + ", broughtBy: {" + escort + "}"))
                    .isEqualTo("CollectorNotListed");
            assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
        }
        assertThat(day.outcome(
                        staff,
                        "recordArrival",
                        of(booking) + ", broughtBy: {guardianId: \""
                                + family.guardian().id() + "\"}"))
                .isEqualTo("ArrivalRecorded");
    }

    @Test
    void how_children_came_and_went_takes_the_same_statements_whatever_the_length_of_the_list() {
        statements.reset();
        mine(family);
        List<String> one = statements.all();
        for (int i = 0; i < 5; i++) {
            UUID earlier = day.session(station, "-%d days".formatted(i + 2), "-%d hours".formatted(24 * (i + 2) - 1));
            leave(day.arrived(earlier, family, staff));
        }
        statements.reset();
        mine(family).path("viewer.bookings.nodes").entityList(Object.class).hasSize(6);
        assertThat(new ArrayList<>(statements.all())).hasSameSizeAs(one);
    }

    @Test
    void uses_are_forgotten_when_nothing_can_be_replayed_with_them() {
        assertThat(arrive(staff, code(family))).isEqualTo("ArrivalRecorded");
        codes.forget().block();
        assertThat(uses()).isEqualTo(1);
        day.run("update arrival_code_use set expires_at = now() - interval '25 hours' where booking_id = '%s'"
                .formatted(Booking.ID.decode(booking)));
        codes.forget().block();
        assertThat(uses()).isZero();
    }

    private void leave(String of) {
        assertThat(day.outcome(
                        staff,
                        "recordDeparture",
                        of(of)
                                + ", collectedBy: {guardianId: \"%s\"}, verifiedHow: PHONE_CALL"
                                        .formatted(family.guardian().id())))
                .isEqualTo("DepartureRecorded");
    }

    private String collector(String name, String phone) {
        return family.api()
                .document("""
                        mutation { addCollector(input: {idempotencyKey: "%s", childId: "%s", name: "%s", phone: "%s",
                          relation: GRANDPARENT}) { ... on CollectorAdded { collector { id } } } }
                        """.formatted(UUID.randomUUID(), family.child(), name, phone))
                .execute()
                .path("addCollector.collector.id")
                .entity(String.class)
                .get();
    }

    /** The content of a code with another expiry, signed as a server would. */
    private String signed(byte[] code, int expiry) {
        ByteBuffer content = ByteBuffer.allocate(36).put(code, 0, 32).putInt(expiry);
        byte[] context = "arrival-code:".getBytes(ISO_8859_1);
        byte[] signature = signatures.sign(ByteBuffer.allocate(context.length + 36)
                .put(context)
                .put(content.array())
                .array());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(36 + signature.length)
                        .put(content.array())
                        .put(signature)
                        .array());
    }

    private GraphQlTester.Response mine(TestFamily of) {
        return of.api().document(MINE).execute();
    }

    private String code(TestFamily of) {
        return mine(of).path("viewer.bookings.nodes[0].arrivalCode.code")
                .entity(String.class)
                .get();
    }

    private String arrive(TestPerson person, String code) {
        return day.outcome(person, "recordArrival", "arrivalCode: \"" + code + "\"");
    }

    private GraphQlTester.Response roster(TestPerson person) {
        return day.as(person)
                .document("""
                        { session(id: "%s") { roster { nodes { attendance {
                          arrival { healthNote broughtBy { kind name relation } } handOver { leftAt } } } } } }
                        """.formatted(Session.ID.encode(session)))
                .execute();
    }

    private long uses() {
        return day.number(
                "select count(*) from arrival_code_use where booking_id = '%s'".formatted(Booking.ID.decode(booking)));
    }
}
