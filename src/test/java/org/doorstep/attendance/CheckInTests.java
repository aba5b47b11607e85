package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class, TestDay.class})
class CheckInTests {

    @Autowired
    TestDay day;

    @Autowired
    CheckInNonces nonces;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private UUID session;
    private String booking;

    /** All day long, so that moments some minutes ago are of the session's day at midnight, too. */
    @BeforeEach
    void aSessionIsRunning() {
        station = day.station();
        staff = day.staffOf(station);
        family = day.family();
        session = day.session(station, "-3 hours", "3 hours");
        booking = day.booked(session, family, "CONFIRMED");
    }

    @Test
    void what_happened_offline_is_recorded_in_order_with_its_real_time() {
        String second = day.booked(session, day.family(), "CONFIRMED");
        List<String> results = upload(
                staff,
                arrival(booking, "50 minutes", ", broughtBy: {name: \"王阿婆\"}, healthNote: \"咳嗽\""),
                departure(booking, "10 minutes", guardian()),
                departure(second, "10 minutes", guardian()),
                arrival(second, "5 minutes", ""));

        assertThat(results).containsExactly("CheckInRecorded", "CheckInRecorded", "NotArrived", "CheckInRecorded");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");
        assertThat(day.stateOf(second)).isEqualTo("ATTENDED here");
        assertThat(day.text("""
                        select round(extract(epoch from now() - arrived_at) / 60) || ' '
                               || round(extract(epoch from now() - left_at) / 60)
                        from attendance where booking_id = '%s'
                        """.formatted(Booking.ID.decode(booking)))).isEqualTo("50 10");
        assertThat(day.incidents(station)).isEmpty();
    }

    @Test
    void uploading_again_changes_nothing_and_another_payload_is_refused() {
        UUID nonce = UUID.randomUUID();
        String once = arrival(nonce, booking, "20 minutes", "");
        assertThat(upload(staff, once, once)).containsExactly("CheckInRecorded", "CheckInRepeated");
        assertThat(upload(day.master(station), once)).containsExactly("CheckInRepeated");
        assertThat(day.outcome(staff, "revertArrival", TestDay.of(booking) + ", reason: \"错\""))
                .isEqualTo("ArrivalReverted");

        assertThat(upload(staff, once)).containsExactly("CheckInRepeated");
        assertThat(upload(staff, arrival(nonce, booking, "21 minutes", ""))).containsExactly("CheckInNonceReused");
        assertThat(upload(staff, departure(nonce, booking, "20 minutes", guardian())))
                .containsExactly("CheckInNonceReused");

        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
    }

    @Test
    void a_refused_check_in_leaves_no_nonce_and_can_be_uploaded_later() {
        UUID nonce = UUID.randomUUID();
        String leaves = departure(nonce, booking, "10 minutes", guardian());
        assertThat(upload(staff, leaves)).containsExactly("NotArrived");
        assertThat(known(nonce)).isZero();

        assertThat(upload(staff, arrival(booking, "20 minutes", ""), leaves))
                .containsExactly("CheckInRecorded", "CheckInRecorded");
        assertThat(known(nonce)).isEqualTo(1);
    }

    @Test
    void of_several_uploads_at_once_one_is_recorded() {
        String once = arrival(booking, "20 minutes", "");
        List<String> outcomes = Flux.range(0, 4)
                .flatMap(
                        device -> Mono.fromCallable(() -> upload(staff, once).get(0))
                                .subscribeOn(Schedulers.boundedElastic()),
                        4)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(outcomes)
                .containsExactlyInAnyOrder("CheckInRecorded", "CheckInRepeated", "CheckInRepeated", "CheckInRepeated");
    }

    @Test
    void a_child_that_went_with_a_barred_or_unlisted_person_is_gone_and_raises_an_incident() {
        family.api().document("""
                        mutation { barPerson(input: {idempotencyKey: "%s", childId: "%s", name: "李某"}) { __typename } }
                        """.formatted(UUID.randomUUID(), family.child())).executeAndVerify();
        String other = day.booked(session, day.family(), "CONFIRMED");
        GraphQlTester.Response response = send(
                staff,
                arrival(booking, "50 minutes", ""),
                departure(booking, "10 minutes", "name: \"李 某\""),
                arrival(other, "50 minutes", ""),
                departure(other, "9 minutes", "name: \"不认识的人\""));

        assertThat(types(response)).containsOnly("CheckInRecorded");
        response.path("uploadCheckIns.results[*].incident")
                .entityList(String.class)
                .isEqualTo(Arrays.asList(null, "RELEASED_TO_BARRED", null, "RELEASED_TO_UNLISTED"));
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED left");
        assertThat(day.incidents(station)).containsExactly("RELEASED_TO_BARRED", "RELEASED_TO_UNLISTED");
        family.api()
                .document("{ viewer { bookings { nodes { handOver { collectedBy { kind name } } } } } }")
                .execute()
                .path("viewer.bookings.nodes[0].handOver.collectedBy")
                .entity(Map.class)
                .isEqualTo(Map.of("kind", "UNLISTED", "name", "李 某"));
    }

    @Test
    void a_name_that_a_pass_of_the_day_was_issued_for_uses_the_pass_up() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        family.api().document("""
                        mutation { issuePickUpPass(input: {childId: "%s", collectorName: "李阿姨", day: "%s"}) { __typename } }
                        """.formatted(family.child(), today)).executeAndVerify();
        assertThat(upload(staff, arrival(booking, "0 minutes", ""), departure(booking, "0 minutes", "name: \"李阿姨\"")))
                .containsExactly("CheckInRecorded", "CheckInRecorded");
        assertThat(day.incidents(station)).isEmpty();
        assertThat(day.number("select count(*) from pick_up_pass where used_at is not null and child_id = '%s'"
                        .formatted(TestDay.child(family))))
                .isEqualTo(1);
    }

    @Test
    void two_devices_that_let_one_child_go_are_both_on_record() {
        TestPerson second = day.staffOf(station);
        assertThat(upload(staff, arrival(booking, "50 minutes", ""), departure(booking, "12 minutes", guardian())))
                .containsOnly("CheckInRecorded");

        assertThat(upload(second, departure(booking, "11 minutes", "name: \"外公\"")))
                .containsExactly("CheckInRecorded");
        assertThat(upload(staff, departure(booking, "11 minutes", guardian()))).containsExactly("AlreadyLeft");

        assertThat(day.incidents(station)).containsExactly("RELEASED_TWICE");
        assertThat(day.number(
                        "select count(*) from incident where happened_at is not null and name is not null and station_id = '%s'"
                                .formatted(station.uuid())))
                .isEqualTo(1);
        assertThat(day.number("select count(*) from hand_over where attendance_id = '%s'".formatted(day.stay(booking))))
                .isEqualTo(1);
    }

    @Test
    void who_was_found_missing_and_had_come_is_recorded() {
        booking = day.booked(day.session(station, "-2 hours", "-10 minutes"), day.family(), "CONFIRMED");
        assertThat(day.outcome(staff, "markNoShow", TestDay.of(booking))).isEqualTo("NoShowMarked");

        assertThat(upload(staff, arrival(booking, "90 minutes", ""))).containsExactly("CheckInRecorded");

        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        assertThat(day.texts("select kind::text from attendance_correction where booking_id = '%s'"
                        .formatted(Booking.ID.decode(booking))))
                .containsExactly("NO_SHOW");
        assertThat(upload(staff, arrival(booking, "80 minutes", ""))).containsExactly("AlreadyArrived");
    }

    @Test
    void only_a_time_that_cannot_be_is_refused() {
        assertThat(upload(staff, arrival(booking, "-6 minutes", ""))).containsExactly("CheckInTimeRefused");
        for (String start : List.of("-49 hours", "-30 hours", "30 hours")) {
            int hours = Integer.parseInt(start.split(" ")[0]);
            String elsewhere =
                    day.booked(day.session(station, start, (hours + 2) + " hours"), day.family(), "CONFIRMED");
            assertThat(upload(staff, arrival(elsewhere, "1 minute", ""))).containsExactly("CheckInTimeRefused");
            assertThat(day.stateOf(elsewhere)).isEqualTo("CONFIRMED");
        }
        String old = day.booked(day.session(station, "-50 hours", "-48 hours"), day.family(), "CONFIRMED");
        assertThat(upload(staff, arrival(old, "49 hours", ""))).containsExactly("CheckInRecorded");
        assertThat(upload(staff, arrival(booking, "20 minutes", ""), departure(booking, "21 minutes", guardian())))
                .containsExactly("CheckInRecorded", "CheckInTimeRefused");
        assertThat(day.stateOf(booking)).isEqualTo("ATTENDED here");
        String yesterday = day.booked(day.session(station, "-47 hours", "-45 hours"), day.family(), "CONFIRMED");
        assertThat(upload(staff, arrival(yesterday, "46 hours", ""))).containsExactly("CheckInRecorded");
    }

    @Test
    void what_makes_no_sense_is_refused_alone() {
        TestFamily stranger = day.family();
        String waiting = day.booked(session, day.family(), "WAITLISTED");
        assertThat(upload(
                        staff,
                        arrival(booking, "20 minutes", ", verifiedHow: PHONE_CALL"),
                        item(UUID.randomUUID(), booking, "DEPARTURE", "10 minutes", ""),
                        departure(booking, "10 minutes", guardian() + "}, healthNote: \"咳嗽\", broughtBy: {name: \"王\""),
                        arrival(Booking.ID.encode(IdType.next()), "20 minutes", ""),
                        arrival("bkg_nonsense", "20 minutes", ""),
                        arrival(waiting, "20 minutes", ""),
                        arrival(
                                booking,
                                "20 minutes",
                                ", broughtBy: {guardianId: \""
                                        + stranger.guardian().id() + "\"}"),
                        arrival(booking, "20 minutes", "")))
                .containsExactly(
                        "InvalidInput",
                        "NotArrived",
                        "InvalidInput",
                        "NotFound",
                        "NotFound",
                        "NotBooked",
                        "CollectorNotListed",
                        "CheckInRecorded");
    }

    @Test
    void only_those_who_manage_the_station_upload_and_no_more_than_a_hundred() {
        String once = arrival(booking, "20 minutes", "");
        assertThat(upload(day.staffOf(day.station()), once)).containsExactly("NotFound");
        for (int count : List.of(0, 101)) {
            send(staff, Collections.nCopies(count, once).toArray(String[]::new))
                    .path("uploadCheckIns.__typename")
                    .entity(String.class)
                    .isEqualTo("InvalidInput");
        }
        send(family.guardian(), once)
                .errors()
                .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "FORBIDDEN"));
        assertThat(day.stateOf(booking)).isEqualTo("CONFIRMED");
    }

    @Test
    void nonces_are_kept_long_after_their_check_ins_are_too_old_to_be_recorded() {
        UUID nonce = UUID.randomUUID();
        String once = arrival(nonce, booking, "20 minutes", "");
        assertThat(upload(staff, once)).containsExactly("CheckInRecorded");
        day.run("update check_in set uploaded_at = now() - interval '29 days' where nonce = '%s'".formatted(nonce));
        nonces.forget().block();
        assertThat(known(nonce)).isEqualTo(1);
        day.run("update check_in set uploaded_at = now() - interval '31 days' where nonce = '%s'".formatted(nonce));
        nonces.forget().block();
        assertThat(known(nonce)).isZero();
    }

    private String guardian() {
        return "guardianId: \"" + family.guardian().id() + "\"";
    }

    private String arrival(String of, String ago, String more) {
        return arrival(UUID.randomUUID(), of, ago, more);
    }

    private String arrival(UUID nonce, String of, String ago, String more) {
        return item(nonce, of, "ARRIVAL", ago, more);
    }

    private String departure(String of, String ago, String by) {
        return departure(UUID.randomUUID(), of, ago, by);
    }

    private String departure(UUID nonce, String of, String ago, String by) {
        return item(nonce, of, "DEPARTURE", ago, ", collectedBy: {" + by + "}, verifiedHow: KNOWN_PERSONALLY");
    }

    private String item(UUID nonce, String of, String kind, String ago, String more) {
        String at = day.text(
                "select to_char((now() - interval '%s') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                        .formatted(ago));
        return "{nonce: \"%s\", bookingId: \"%s\", kind: %s, at: \"%s\"%s}".formatted(nonce, of, kind, at, more);
    }

    private List<String> upload(TestPerson person, String... items) {
        return types(send(person, items));
    }

    private GraphQlTester.Response send(TestPerson person, String... items) {
        return day.send(
                person,
                "uploadCheckIns",
                "checkIns: [" + String.join(", ", items) + "]",
                "__typename ... on CheckInsUploaded { results { __typename ... on CheckInRecorded { incident entry { bookingState } } "
                        + "... on CheckInRepeated { entry { bookingId } } ... on Refusal { message } } }");
    }

    private static List<String> types(GraphQlTester.Response response) {
        return response.path("uploadCheckIns.results[*].__typename")
                .entityList(String.class)
                .get();
    }

    private long known(UUID nonce) {
        return day.number("select count(*) from check_in where nonce = '%s'".formatted(nonce));
    }
}
