package org.doorstep.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class HandOverTests {

    private static final String INPUT = "input: {bookingId: \"%s\", collectedBy: {%s}, verifiedHow: IDENTITY_CARD}";

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
    DatabaseClient database;

    @Autowired
    FieldEncryption encryption;

    private TestStation station;
    private TestPerson staff;
    private TestFamily family;
    private UUID stay;
    private String booking;

    @BeforeEach
    void aChildIsHere() {
        station = stations.station();
        staff = people.staffOf(station.uuid());
        family = families.family(7);
        booking = arrived(family);
        stay = attendanceOf(family);
    }

    @Test
    void a_collector_of_the_list_takes_the_child_and_the_record_names_both_sides() {
        String collector = collector(family, "王阿婆", "13800000101", "");

        assertThat(depart(staff, byCollector(collector))).isEqualTo("DepartureRecorded");

        assertThat(handOver()).isEqualTo("collector IDENTITY_CARD " + staff.personId());
        assertThat(depart(staff, byCollector(collector))).isEqualTo("AlreadyLeft");
        assertThat(incidents()).isEmpty();
    }

    @Test
    void the_roster_shows_todays_collectors_to_the_stations_own_staff_only() {
        collector(family, "王阿婆", "13800000102", "");
        collector(family, "去年的人", "13800000103", ", validFrom: \"2020-01-01\", validUntil: \"2020-12-31\"");
        String roster = "{ session(id: \"%s\") { roster { nodes { collectors { name phone barred } } } } }"
                .formatted(Session.ID.encode(session()));

        as(staff)
                .document(roster)
                .execute()
                .path("session.roster.nodes[0].collectors")
                .entity(List.class)
                .isEqualTo(List.of(Map.of("name", "王阿婆", "phone", "13800000102", "barred", false)));
        as(people.admin())
                .document(roster)
                .execute()
                .path("session.roster.nodes[0].collectors")
                .valueIsNull();
        as(people.staffOf(stations.station().uuid()))
                .document(roster)
                .execute()
                .path("session.roster")
                .valueIsNull();
    }

    @Test
    void the_roster_names_whom_todays_pass_is_for_before_the_child_goes() {
        String roster = "{ session(id: \"%s\") { roster { nodes { pickUpPass { collectorName day barred } } } } }"
                .formatted(Session.ID.encode(session()));
        String path = "session.roster.nodes[0].pickUpPass";
        as(staff).document(roster).execute().path(path).valueIsNull();
        pass(family, "明天的人", 1);
        as(staff).document(roster).execute().path(path).valueIsNull();
        String code = pass(family, "王阿婆", 0);
        String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();

        as(staff)
                .document(roster)
                .execute()
                .path(path)
                .entity(Map.class)
                .isEqualTo(Map.of("collectorName", "王阿婆", "day", today, "barred", false));
        assertThat(depart(staff, byPass("12345"))).isEqualTo("InvalidInput");
        as(people.admin()).document(roster).execute().path(path).valueIsNull();
        bar("王 阿婆", "13800000110");
        as(staff)
                .document(roster)
                .execute()
                .path(path + ".barred")
                .entity(Boolean.class)
                .isEqualTo(true);
        assertThat(depart(staff, byPass(code))).isEqualTo("CollectorBarred");
        assertThat(isHere()).isTrue();

        family.api()
                .document("mutation { liftBar(input: {barId: \"%s\"}) { __typename } }".formatted(barOf(family)))
                .executeAndVerify();
        String fullWidth =
                code.chars().mapToObj(c -> Character.toString(c - '0' + '０')).collect(Collectors.joining(" "));
        assertThat(depart(staff, byPass(fullWidth))).isEqualTo("DepartureRecorded");
        as(staff).document(roster).execute().path(path).valueIsNull();
    }

    @Test
    void todays_pass_is_seen_by_no_other_station_no_federation_and_no_foundation() {
        pass(family, "王阿婆", 0);
        String roster = "{ session(id: \"%s\") { roster { nodes { pickUpPass { collectorName } } } } }"
                .formatted(Session.ID.encode(session()));
        for (TestPerson unconcerned : List.of(
                people.federationOf(station.city()),
                people.foundation(IdType.next()),
                people.staffOf(stations.station().uuid()),
                family.guardian())) {
            assertThat(as(unconcerned)
                            .document(roster)
                            .execute()
                            .path("session")
                            .entity(Object.class)
                            .get()
                            .toString())
                    .doesNotContain("王阿婆");
        }
        for (TestPerson concerned : List.of(staff, people.masterOf(station.uuid()))) {
            as(concerned)
                    .document(roster)
                    .execute()
                    .path("session.roster.nodes[0].pickUpPass.collectorName")
                    .entity(String.class)
                    .isEqualTo("王阿婆");
        }
    }

    @Test
    void a_guardian_of_a_barred_name_gets_no_child() {
        database.sql("update person set name = :name where id = :id")
                .bind(
                        "name",
                        encryption.encrypt(
                                "艾力·買買提", People.nameContext(family.guardian().personId())))
                .bind("id", family.guardian().personId())
                .fetch()
                .rowsUpdated()
                .block();
        bar("艾力．买买提", "13800000111");
        assertThat(depart(staff, byGuardian(family))).isEqualTo("CollectorBarred");
        assertThat(isHere()).isTrue();
    }

    @Test
    void nobody_else_takes_the_child() {
        TestFamily other = families.family(7);
        String removed = collector(family, "已移除", "13800000104", "");
        family.api()
                .document(
                        "mutation { removeCollector(input: {collectorId: \"%s\"}) { __typename } }".formatted(removed))
                .executeAndVerify();
        for (String stranger : List.of(
                byCollector(collector(other, "别家的人", "13800000105", "")),
                byCollector(removed),
                byCollector(collector(
                        family, "过期", "13800000106", ", validFrom: \"2020-01-01\", validUntil: \"2020-12-31\"")),
                byCollector(collector(family, "还没到", "13800000107", ", validFrom: \"2099-01-01\"")),
                byGuardian(other))) {
            assertThat(depart(staff, stranger)).isEqualTo("CollectorNotListed");
        }
        assertThat(depart(staff, byPass("000000"))).isEqualTo("PassInvalid");
        assertThat(isHere()).isTrue();
        assertThat(incidents()).isEmpty();
    }

    @Test
    void a_bar_is_stronger_than_the_list_a_pass_and_guardianship_and_raises_an_incident() {
        String collector = collector(family, "李某", "13800000108", "");
        String code = pass(family, "李 某", 0);
        bar("李某", "13800000109");
        database.sql("update person set phone = :phone where id = :id")
                .bind("phone", sealedPhone("13800000109"))
                .bind("id", family.guardian().personId())
                .fetch()
                .rowsUpdated()
                .block();

        for (String barred : List.of(byCollector(collector), byPass(code), byGuardian(family))) {
            assertThat(depart(staff, barred)).isEqualTo("CollectorBarred");
        }

        assertThat(isHere()).isTrue();
        assertThat(incidents())
                .containsExactly("BARRED_COLLECTOR collector", "BARRED_COLLECTOR pass", "BARRED_COLLECTOR guardian");
    }

    @Test
    void a_pass_works_once_and_on_its_day() {
        String tomorrow = pass(family, "王阿婆", 1);
        assertThat(depart(staff, byPass(tomorrow))).isEqualTo("PassInvalid");
        String replaced = pass(family, "王阿婆", 0);
        String code = pass(family, "王阿婆", 0);
        if (!replaced.equals(code)) {
            assertThat(depart(staff, byPass(replaced))).isEqualTo("PassInvalid");
        }

        assertThat(depart(staff, byPass(code))).isEqualTo("DepartureRecorded");
        assertThat(handOver()).isEqualTo("pass IDENTITY_CARD " + staff.personId());

        end();
        booking = arrived(family);
        stay = attendanceOf(family);
        assertThat(depart(staff, byPass(code))).isEqualTo("PassInvalid");
        assertThat(isHere()).isTrue();
    }

    @Test
    void codes_are_counted_for_the_child_whatever_the_requests_and_aliases() {
        String code = pass(family, "王阿婆", 0);

        assertThat(tryInOneRequest(wrongCodes(code, 4))).containsOnly("PassInvalid");
        List<String> outcomes = new ArrayList<>(wrongCodes(code, 8));
        outcomes.add(code);
        assertThat(tryInOneRequest(outcomes)).containsOnly("PassLocked").hasSize(9);

        assertThat(isHere()).isTrue();
        assertThat(text(
                        "select attempts || ' ' || coalesce(used_at::text, 'unused') from pick_up_pass where child_id = '%s'"
                                .formatted(child())))
                .isEqualTo("5 unused");
        assertThat(incidents()).containsExactly("PASS_LOCKED pass");
        assertThat(depart(staff, byPass(pass(family, "王阿婆", 0)))).isEqualTo("DepartureRecorded");
    }

    /** The control: were attempts counted for each request, the same brute force would get the child. */
    @Test
    void counting_for_each_request_would_let_the_brute_force_through() {
        String code = pass(family, "王阿婆", 0);
        String name = "count_per_request_" + child().toString().replace('-', '_');
        run("""
                create function %1$s() returns trigger language plpgsql as $$
                begin new.attempts := 1; return new; end $$
                """.formatted(name));
        run(
                "create trigger %1$s before update on pick_up_pass for each row when (new.child_id = '%2$s') execute function %1$s()"
                        .formatted(name, child()));
        try {
            List<String> codes = new ArrayList<>(wrongCodes(code, 12));
            codes.add(code);
            assertThat(tryInOneRequest(codes)).contains("DepartureRecorded");
            assertThat(isHere()).isFalse();
        } finally {
            run("drop trigger %1$s on pick_up_pass".formatted(name));
            run("drop function %1$s()".formatted(name));
        }
    }

    @Test
    void of_two_devices_at_once_one_releases_the_child_and_the_other_raises_an_incident() {
        TestPerson second = people.staffOf(station.uuid());
        String collector = collector(family, "王阿婆", "13800000110", "");
        List<String> outcomes = Flux.just(
                        Map.entry(staff, byGuardian(family)), Map.entry(second, byCollector(collector)))
                .flatMap(
                        device -> Mono.fromCallable(() -> depart(device.getKey(), device.getValue()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        2)
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(outcomes).containsExactlyInAnyOrder("DepartureRecorded", "AlreadyLeft");
        assertThat(incidents()).hasSize(1).allMatch(incident -> incident.startsWith("RELEASED_TWICE "));
        assertThat(number("select count(*) from hand_over where attendance_id = '%s'".formatted(stay)))
                .isEqualTo(1);
    }

    @Test
    void another_station_and_another_family_reach_nothing() {
        String code = pass(family, "王阿婆", 0);
        assertThat(depart(people.staffOf(stations.station().uuid()), byPass(code)))
                .isEqualTo("NotFound");
        TestFamily other = families.family(7);
        other.api()
                .document(issue(family.child(), "坏人", 0))
                .execute()
                .path("issuePickUpPass.__typename")
                .entity(String.class)
                .isEqualTo("NotFound");
        assertThat(isHere()).isTrue();
        assertThat(number("select count(*) from pick_up_pass where attempts = 0 and used_at is null and child_id = '%s'"
                        .formatted(child())))
                .isEqualTo(1);
    }

    @Test
    void a_pass_is_for_today_or_the_days_to_come() {
        for (int days : List.of(-1, 31)) {
            family.api()
                    .document(issue(family.child(), "王阿婆", days))
                    .execute()
                    .path("issuePickUpPass.__typename")
                    .entity(String.class)
                    .isEqualTo("InvalidInput");
        }
        assertThat(number("select count(*) from pick_up_pass where child_id = '%s'".formatted(child())))
                .isZero();
    }

    /** The control: the tables themselves refuse a departure without a hand-over. */
    @Test
    void nobody_leaves_without_a_hand_over() {
        assertThatThrownBy(
                        () -> run("update attendance set left_at = now(), departure_recorded_by = '%s' where id = '%s'"
                                .formatted(staff.personId(), stay)))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("attendance_handed_over");
        assertThatThrownBy(() -> run("""
                        insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                        values ('%s', now(), '%s', '%s', 'PHONE_CALL')
                        """.formatted(stay, family.guardian().personId(), staff.personId())))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(isHere()).isTrue();
    }

    private static String byCollector(String id) {
        return "collectorId: \"" + id + "\"";
    }

    private static String byGuardian(TestFamily of) {
        return "guardianId: \"" + Caller.PERSON.encode(of.guardian().personId()) + "\"";
    }

    private static String byPass(String code) {
        return "passCode: \"" + code + "\"";
    }

    private String depart(TestPerson person, String by) {
        return as(person)
                .document("mutation { recordDeparture(" + INPUT.formatted(booking, by) + ") { __typename } }")
                .execute()
                .path("recordDeparture.__typename")
                .entity(String.class)
                .get();
    }

    private List<String> tryInOneRequest(List<String> codes) {
        String aliases = IntStream.range(0, codes.size())
                .mapToObj(i -> "a" + i + ": recordDeparture(" + INPUT.formatted(booking, byPass(codes.get(i)))
                        + ") { __typename }")
                .collect(Collectors.joining(" "));
        Map<?, ?> data = as(staff)
                .document("mutation { " + aliases + " }")
                .execute()
                .path("")
                .entity(Map.class)
                .get();
        return data.values().stream()
                .map(result -> (String) ((Map<?, ?>) result).get("__typename"))
                .toList();
    }

    private static List<String> wrongCodes(String code, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "%06d".formatted((Integer.parseInt(code) + i) % 1_000_000))
                .toList();
    }

    private static String issue(String child, String name, int daysAhead) {
        return """
                mutation { issuePickUpPass(input: {childId: "%s", collectorName: "%s", day: "%s"}) {
                  __typename ... on PickUpPassIssued { passCode } } }
                """.formatted(
                        child, name, LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(daysAhead));
    }

    private static String pass(TestFamily of, String name, int daysAhead) {
        return of.api()
                .document(issue(of.child(), name, daysAhead))
                .execute()
                .path("issuePickUpPass.passCode")
                .entity(String.class)
                .matches(code -> code.matches("[0-9]{6}"))
                .get();
    }

    private static String collector(TestFamily of, String name, String phone, String more) {
        return of.api()
                .document("""
                        mutation { addCollector(input: {idempotencyKey: "%s", childId: "%s", name: "%s", phone: "%s",
                          relation: GRANDPARENT %s}) { ... on CollectorAdded { collector { id } } } }
                        """.formatted(UUID.randomUUID(), of.child(), name, phone, more))
                .execute()
                .path("addCollector.collector.id")
                .entity(String.class)
                .get();
    }

    private void bar(String name, String phone) {
        family.api()
                .document("""
                        mutation { barPerson(input: {idempotencyKey: "%s", childId: "%s", name: "%s", phone: "%s"}) {
                          __typename } }
                        """.formatted(UUID.randomUUID(), family.child(), name, phone))
                .execute()
                .path("barPerson.__typename")
                .entity(String.class)
                .isEqualTo("PersonBarred");
    }

    private static String barOf(TestFamily of) {
        return of.api()
                .document("{ viewer { children { barredPersons { id } } } }")
                .execute()
                .path("viewer.children[0].barredPersons[0].id")
                .entity(String.class)
                .get();
    }

    private byte[] sealedPhone(String phone) {
        return encryption.encrypt(phone, PhoneNumbers.context(family.guardian().personId()));
    }

    private String arrived(TestFamily of) {
        UUID session = sessions.session(station, stations.service(), 20);
        run(
                "update session set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour' where id = '%s'"
                        .formatted(session));
        UUID id = IdType.next();
        run("""
                with b as (
                    insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                    select '%s', county_id, id, '%s', gen_random_uuid(), 'ATTENDED', '%s', tstzrange(starts_at, ends_at)
                    from session where id = '%s' returning *
                )
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select gen_random_uuid(), county_id, session_id, child_id, id, now() - interval '1 hour', '%s' from b
                """.formatted(id, Child.ID.decode(of.child()), of.guardian().personId(), session, staff.personId()));
        return Booking.ID.encode(id);
    }

    /** Moves the session into the past, so that the child can be booked again. */
    private void end() {
        run("""
                update booking set period = tstzrange(lower(period) - interval '1 day', upper(period) - interval '1 day')
                where id = '%s'
                """.formatted(Booking.ID.decode(booking)));
    }

    private UUID attendanceOf(TestFamily of) {
        return database.sql("select id from attendance where child_id = :child and left_at is null")
                .bind("child", Child.ID.decode(of.child()))
                .mapValue(UUID.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private UUID session() {
        return UUID.fromString(text("select session_id::text from attendance where id = '%s'".formatted(stay)));
    }

    private UUID child() {
        return Child.ID.decode(family.child());
    }

    private boolean isHere() {
        return number("select count(*) from attendance where id = '%s' and left_at is null".formatted(stay)) == 1;
    }

    private String handOver() {
        return text("""
                select case when collector_id is not null then 'collector' when guardian_id is not null then 'guardian'
                       else 'pass' end || ' ' || verified_how || ' ' || verified_by
                from hand_over join attendance a on a.id = attendance_id where a.left_at = hand_over.left_at and a.id = '%s'
                """.formatted(stay));
    }

    private List<String> incidents() {
        return database.sql("""
                        select kind || ' ' || case when collector_id is not null then 'collector'
                            when guardian_id is not null then 'guardian' when pass_id is not null then 'pass'
                            else 'nobody' end
                        from incident where attendance_id = :stay order by id
                        """)
                .bind("stay", stay)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private HttpGraphQlTester as(TestPerson person) {
        return tester.mutate().headers(person::authorize).build();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    private long number(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    private String text(String sql) {
        return database.sql(sql).mapValue(String.class).one().blockOptional().orElseThrow();
    }
}
