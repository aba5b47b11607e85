package org.doorstep.volunteer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.event.TestSessions;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.doorstep.volunteer.TestVolunteers.TestVolunteer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

/** Shifts when their session moves, whoever moves it. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestVolunteers.class})
class ShiftMovesTests {

    private static final String MOVE = "update session set starts_at = starts_at + interval '%1$s',"
            + " ends_at = ends_at + interval '%1$s' where id = :id";

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private TestVolunteers volunteers;

    @Autowired
    private DatabaseClient database;

    private TestStation station;
    private UUID session;
    private TestVolunteer volunteer;

    @BeforeEach
    void plan() {
        station = stations.station();
        session = sessions.session(station, stations.service(), 5);
        volunteer = volunteers.volunteer(station, "小林");
    }

    @Test
    void shifts_that_follow_each_other_closely_move_along_in_both_directions() {
        UUID first = shift(session, "0 hours");
        UUID second = shift(session, "2 hours");
        volunteers.signUp(volunteer, first);
        volunteers.signUp(volunteer, second);

        for (String offset : List.of("2 hours", "-26 hours")) {
            volunteers.execute(MOVE.formatted(offset), session);

            assertThat(offset(first)).isEqualTo("0 as signed up");
            assertThat(offset(second)).isEqualTo("2 as signed up");
            assertThat(volunteers.taken(first)).containsExactly(1, 1);
            assertThat(volunteers.taken(second)).containsExactly(1, 1);
        }
    }

    @Test
    void a_volunteer_who_is_needed_elsewhere_then_is_withdrawn_and_did_not_act() {
        UUID shift = shift(session, "0 hours");
        UUID elsewhere = sessions.session(station, stations.service(), 5);
        volunteers.execute(MOVE.formatted("1 day"), elsewhere);
        UUID other = shift(elsewhere, "0 hours");
        volunteers.signUp(volunteer, shift);
        volunteers.signUp(volunteer, other);

        volunteers.execute(MOVE.formatted("1 day"), session);

        assertThat(volunteers.taken(shift)).containsExactly(0, 0);
        assertThat(volunteers.taken(other)).containsExactly(1, 1);
        assertThat(text("select withdrawal_cause from sign_up where shift_id = :id", shift))
                .isEqualTo("SESSION_MOVED");
        assertThat(text("""
                select e.action || ' ' || coalesce(e.actor::text, 'nobody') || ' ' || e.reason
                from audit_entry e join sign_up u on u.id = e.subject
                where u.shift_id = :id and e.action = 'SHIFT_WITHDRAWN'
                """, shift)).isEqualTo("SHIFT_WITHDRAWN nobody SESSION_MOVED");
    }

    @Test
    void a_shift_that_somebody_has_begun_stays_what_it_was() {
        UUID shift = shift(session, "0 hours");
        volunteers.signUp(volunteer, shift);
        volunteers.execute(
                "update sign_up set arrived_at = now(), arrival_recorded_by = (select person_id from volunteer where id = volunteer_id) where shift_id = :id",
                shift);

        volunteers.execute(MOVE.formatted("1 day"), session);

        assertThat(offset(shift)).isEqualTo("-24 as signed up");
    }

    private UUID shift(UUID of, String later) {
        UUID shift = UUID.randomUUID();
        database.sql("""
                        insert into shift (id, county_id, station_id, session_id, needed, starts_at, ends_at)
                        select :shift, county_id, station_id, id, 2, starts_at + interval '%1$s', ends_at + interval '%1$s'
                        from session where id = :session
                        """.formatted(later))
                .bind("shift", shift)
                .bind("session", of)
                .fetch()
                .rowsUpdated()
                .block();
        return shift;
    }

    /** Hours between the starts of the session and the shift, and whether the sign-ups have the time of the shift. */
    private String offset(UUID shift) {
        return text("""
                select (extract(epoch from f.starts_at - s.starts_at) / 3600)::int
                    || case when bool_and(u.period = tstzrange(f.starts_at, f.ends_at)) then ' as signed up' else ' strayed' end
                from shift f join session s on s.id = f.session_id join sign_up u on u.shift_id = f.id
                where f.id = :id group by f.starts_at, s.starts_at
                """, shift);
    }

    private String text(String sql, UUID id) {
        return database.sql(sql)
                .bind("id", id)
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }
}
