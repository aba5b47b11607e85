package org.doorstep.volunteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.doorstep.PostgresForTests;
import org.doorstep.event.Session;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestVolunteers.class})
class ShiftTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestVolunteers volunteers;

    private TestStation station = new TestStation(IdType.next(), IdType.next(), IdType.next(), "");

    @BeforeEach
    void openStation() {
        station = stations.station();
    }

    @Test
    void of_fifty_sign_ups_at_once_for_the_last_place_exactly_one_wins() {
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 1);
        List<TestVolunteer> crowd = IntStream.range(0, 50)
                .mapToObj(i -> volunteers.volunteer(station, "志愿者" + i))
                .toList();
        List<String> answers = Objects.requireNonNull(Flux.fromIterable(crowd)
                .flatMap(
                        one -> Mono.fromCallable(() -> volunteers.signUp(one, shift))
                                .subscribeOn(Schedulers.boundedElastic()),
                        50)
                .collectList()
                .block());
        assertThat(answers).filteredOn(answer -> answer.startsWith("sup_")).hasSize(1);
        assertThat(answers).filteredOn("SHIFT_FULL"::equals).hasSize(49);
        assertThat(volunteers.taken(shift)).containsExactly(1, 1);
    }

    @Test
    void the_database_itself_refuses_more_than_are_needed_and_allows_it_without_the_constraint() throws SQLException {
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 1);
        String unguarded = "update shift set taken = taken + 2 where id = :id";
        assertThatThrownBy(() -> volunteers.execute(unguarded, shift)).hasMessageContaining("shift_places");
        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        try (var connection = PostgresForTests.fresh().connect();
                var statement = connection.createStatement()) {
            statement.execute("create table free (like shift including all)");
            statement.execute("alter table free drop constraint shift_places");
            statement.execute("insert into free (id, county_id, station_id, session_id, needed, starts_at, ends_at)"
                    + " select u, u, u, u, 1, now(), now() + interval '1 hour' from (select gen_random_uuid() u) r");
            assertThat(statement.executeUpdate("update free set taken = taken + 2"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_volunteer_cannot_be_in_two_shifts_at_once_however_fast() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        List<UUID> shifts = IntStream.range(0, 8)
                .mapToObj(i -> volunteers.shift(volunteers.session(station, "CLASS", 48), 5))
                .toList();
        List<String> answers = Objects.requireNonNull(Flux.fromIterable(shifts)
                .flatMap(
                        shift -> Mono.fromCallable(() -> volunteers.signUp(volunteer, shift))
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .collectList()
                .block());
        assertThat(answers).filteredOn(answer -> answer.startsWith("sup_")).hasSize(1);
        assertThat(answers).filteredOn("SHIFT_OVERLAP"::equals).hasSize(7);
        assertThat(shifts.stream()
                        .mapToInt(shift -> volunteers.taken(shift).get(0))
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void the_same_key_gives_the_same_place_and_another_key_is_refused() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 5);
        UUID key = UUID.randomUUID();
        String first = volunteers.signUp(volunteer, shift, key);
        assertThat(first).startsWith("sup_");
        assertThat(volunteers.signUp(volunteer, shift, key)).isEqualTo(first);
        assertThat(volunteers.signUp(volunteer, shift)).isEqualTo("ALREADY_SIGNED_UP");
        assertThat(volunteers.taken(shift)).containsExactly(1, 1);
    }

    @Test
    void childcare_needs_a_background_check_that_staff_of_the_home_station_records() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        UUID shift = volunteers.shift(volunteers.session(station, "CHILDCARE", 48), 5);
        assertThat(volunteers.signUp(volunteer, shift)).isEqualTo("NOT_CLEARED");
        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        LocalDate nextMonth =
                LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).plusMonths(1);
        Map<String, Object> check = Map.of("volunteerId", volunteer.id(), "validUntil", nextMonth.toString());
        assertThat(volunteers.answer(
                        people.staffOf(stations.station().uuid()),
                        "recordBackgroundCheck",
                        "RecordBackgroundCheckInput",
                        check))
                .isEqualTo("NOT_FOUND");
        assertThat(volunteers.answer(
                        people.staffOf(station.uuid()),
                        "recordBackgroundCheck",
                        "RecordBackgroundCheckInput",
                        Map.of(
                                "volunteerId",
                                volunteer.id(),
                                "validUntil",
                                nextMonth.plusYears(1).toString())))
                .isEqualTo("INVALID_INPUT");
        assertThat(volunteers.signUp(volunteer, shift)).isEqualTo("NOT_CLEARED");
        assertThat(volunteers.answer(
                        people.staffOf(station.uuid()), "recordBackgroundCheck", "RecordBackgroundCheckInput", check))
                .isEqualTo("BackgroundCheckRecorded");
        assertThat(volunteers.signUp(volunteer, shift)).startsWith("sup_");
    }

    @Test
    void a_shift_that_has_begun_can_neither_be_joined_nor_left() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 5);
        assertThat(volunteers.signUp(volunteer, shift)).startsWith("sup_");
        volunteers.execute(
                "update shift set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'"
                        + " where id = :id",
                shift);
        Map<String, Object> input = Map.of("shiftId", Shift.ID.encode(shift));
        assertThat(volunteers.answer(volunteer.person(), "withdrawFromShift", "WithdrawFromShiftInput", input))
                .isEqualTo("SHIFT_STARTED");
        assertThat(volunteers.signUp(volunteers.volunteer(station, "王芳"), shift))
                .isEqualTo("SHIFT_STARTED");
        assertThat(volunteers.taken(shift)).containsExactly(1, 1);
    }

    @Test
    void who_withdraws_frees_the_place_once() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 1);
        volunteers.signUp(volunteer, shift);
        Map<String, Object> input = Map.of("shiftId", Shift.ID.encode(shift));
        assertThat(volunteers.answer(volunteer.person(), "withdrawFromShift", "WithdrawFromShiftInput", input))
                .isEqualTo("ShiftWithdrawn");
        assertThat(volunteers.answer(volunteer.person(), "withdrawFromShift", "WithdrawFromShiftInput", input))
                .isEqualTo("NOT_SIGNED_UP");
        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        assertThat(volunteers.signUp(volunteers.volunteer(station, "王芳"), shift))
                .startsWith("sup_");
    }

    @Test
    void hours_are_the_time_between_the_marks_that_lies_within_the_shift() {
        TestVolunteer volunteer = volunteers.volunteer(station, "李平");
        UUID shift = volunteers.shift(volunteers.session(station, "CLASS", 48), 1);
        String signUp = volunteers.signUp(volunteer, shift);
        UUID uuid = SignUp.ID.decode(signUp);
        TestPerson staff = people.staffOf(station.uuid());
        assertThat(mark(staff, signUp, "ARRIVED")).isEqualTo("SHIFT_NOT_OPEN");
        assertThat(mark(staff, signUp, "LEFT")).isEqualTo("VOLUNTEER_NOT_ARRIVED");
        volunteers.execute(
                "update shift set starts_at = now() - interval '90 minutes', ends_at = now() + interval '1 minute'"
                        + " where id = :id",
                shift);
        volunteers.execute(
                "update sign_up set period = tstzrange(now() - interval '90 minutes', now() + interval '1 minute')"
                        + " where id = :id",
                uuid);
        assertThat(mark(people.staffOf(stations.station().uuid()), signUp, "ARRIVED"))
                .isEqualTo("NOT_FOUND");
        assertThat(mark(staff, signUp, "ARRIVED")).isEqualTo("ShiftAttendanceRecorded");
        assertThat(hours(volunteer)).isEqualTo("0.00");
        volunteers.execute("update sign_up set arrived_at = arrived_at - interval '2 hours' where id = :id", uuid);
        assertThat(mark(staff, signUp, "LEFT")).isEqualTo("ShiftAttendanceRecorded");
        assertThat(hours(volunteer)).isEqualTo("1.50");
        volunteers.execute("update sign_up set left_at = left_at + interval '5 hours' where id = :id", uuid);
        assertThat(hours(volunteer)).isEqualTo("1.52");
        assertThat(volunteers.count(
                        "select (sum(h.hours) * 100)::int from shift_hours h join shift s on s.session_id = h.session_id"
                                + " where s.id = :id",
                        shift))
                .isEqualTo(152);
    }

    @Test
    void staff_plan_shifts_that_everybody_can_see_and_others_cannot_plan() {
        UUID session = volunteers.session(station, "CLASS", 48);
        Map<String, Object> input = Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "sessionId",
                Session.ID.encode(session),
                "role",
                "SAFETY",
                "skill",
                "MUSIC",
                "needed",
                2);
        assertThat(volunteers.answer(people.staffOf(stations.station().uuid()), "planShift", "PlanShiftInput", input))
                .isEqualTo("NOT_FOUND");
        assertThat(volunteers.count("select count(*)::int from shift where session_id = :id", session))
                .isZero();
        assertThat(volunteers.answer(people.staffOf(station.uuid()), "planShift", "PlanShiftInput", input))
                .isEqualTo("ShiftPlanned");
        volunteers
                .as(people.guardian())
                .document(
                        "query($id: ID!) { session(id: $id) { shifts { needed placesLeft role { name } skill { nameEn } signUps { id } session { station { id } } } } }")
                .variable("id", Session.ID.encode(session))
                .execute()
                .path("session.shifts")
                .entityList(Map.class)
                .containsExactly(Map.of(
                        "needed",
                        2,
                        "placesLeft",
                        2,
                        "role",
                        Map.of("name", "安全员"),
                        "skill",
                        Map.of("nameEn", "Music"),
                        "signUps",
                        List.of(),
                        "session",
                        Map.of("station", Map.of("id", station.id()))));
    }

    private String mark(TestPerson staff, String signUp, String mark) {
        return volunteers.answer(
                staff, "recordShiftAttendance", "RecordShiftAttendanceInput", Map.of("signUpId", signUp, "mark", mark));
    }

    private String hours(TestVolunteer volunteer) {
        return volunteers
                .as(volunteer.person())
                .document("{ viewer { volunteer { hours } } }")
                .execute()
                .path("viewer.volunteer.hours")
                .entity(String.class)
                .get();
    }
}
