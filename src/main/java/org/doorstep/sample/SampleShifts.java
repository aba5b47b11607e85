package org.doorstep.sample;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.doorstep.platform.database.Columns.required;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shifts of volunteers on sample sessions, and the hours of those that are over. */
@Component
class SampleShifts {

    private static final Duration BEFORE = Duration.ofMinutes(30);
    private static final Duration AFTER = Duration.ofMinutes(15);
    private static final int ANOTHER_TOWN = 60;

    private final BulkInsert bulk;
    private final DatabaseClient database;

    SampleShifts(BulkInsert bulk, DatabaseClient database) {
        this.bulk = bulk;
        this.database = database;
    }

    private record Shift(UUID sessionId, SampleEvent event, Instant from, Instant until) {

        UUID id() {
            return SampleIds.at(from, "shift", sessionId.toString());
        }

        int needed() {
            return event.helpers();
        }

        /** Some of those needed, and enough for the children who have a place. */
        int wanted() {
            int wanted = SampleIds.choice(needed() + 1, "wanted" + id());
            return event.needsCarers() ? Math.max(wanted, event.fewestCarers()) : wanted;
        }
    }

    private record Candidate(SampleRow volunteer, int reluctance) {}

    /** Adds the shifts that sample sessions lack and who signed up for them, and credits those that are over. */
    Mono<Void> keepUp(SampleFiles files, Instant now) {
        List<SampleRow> volunteers = files.rows("volunteers.csv");
        Neighbourhood neighbourhood = Neighbourhood.of(files);
        return missing(files)
                .flatMap(shifts -> remaining(volunteers)
                        .flatMap(remaining -> occupied(remaining)
                                .flatMap(occupied -> insert(shifts, remaining, neighbourhood, occupied, now))
                                .then(Mono.defer(() -> credit(remaining, now)))))
                .then();
    }

    private Mono<Long> insert(
            List<Shift> shifts,
            List<SampleRow> volunteers,
            Neighbourhood neighbourhood,
            Occupied occupied,
            Instant now) {
        List<Map<String, Object>> shiftRows = new ArrayList<>();
        List<Map<String, Object>> signUpRows = new ArrayList<>();
        for (Shift shift : shifts) {
            List<SampleRow> helpers = helpers(shift, volunteers, neighbourhood, occupied, now);
            shiftRows.add(shiftRow(shift, helpers.size()));
            for (SampleRow helper : helpers) {
                UUID volunteer = SampleVolunteers.volunteer(helper.text("name"));
                occupied.add(volunteer, shift.from(), shift.until());
                Instant signedUpAt = min(shift.from().minus(Duration.ofDays(5)), now.minus(Duration.ofHours(1)));
                signUpRows.add(Map.of(
                        "id", SampleIds.at(signedUpAt, "sign_up", shift.sessionId() + "/" + volunteer),
                        "shift_id", shift.id(),
                        "volunteer_id", volunteer,
                        "created_at", signedUpAt.toString()));
            }
        }
        return bulk.insert("""
                        insert into shift (id, county_id, station_id, session_id, role_code, skill_code, needed, taken,
                                           caring, starts_at, ends_at, created_at)
                        select r.id, s.county_id, s.station_id, s.id, 'SERVICE', r.skill, r.needed, r.taken,
                               r.caring, r.starts_at, r.ends_at, s.created_at
                        from jsonb_to_recordset(:rows::jsonb) as r(
                            id uuid, session_id uuid, skill text, needed integer, taken integer, caring boolean,
                            starts_at timestamptz, ends_at timestamptz)
                        join session s on s.id = r.session_id
                        """, shiftRows).then(bulk.insert("""
                        insert into sign_up (id, county_id, station_id, shift_id, volunteer_id, period, created_at)
                        select r.id, s.county_id, s.station_id, s.id, r.volunteer_id,
                               tstzrange(s.starts_at, s.ends_at), r.created_at
                        from jsonb_to_recordset(:rows::jsonb) as r(
                            id uuid, shift_id uuid, volunteer_id uuid, created_at timestamptz)
                        join shift s on s.id = r.shift_id
                        """, signUpRows));
    }

    private static Map<String, Object> shiftRow(Shift shift, int taken) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", shift.id());
        row.put("session_id", shift.sessionId());
        row.put("skill", shift.event().row().find("skill"));
        row.put("needed", shift.needed());
        row.put("taken", taken);
        row.put("caring", shift.event().needsCarers());
        row.put("starts_at", shift.from().toString());
        row.put("ends_at", shift.until().toString());
        return row;
    }

    /** Those who helped, or for a shift to come some of those needed, so that there is something to sign up for. */
    private static List<SampleRow> helpers(
            Shift shift, List<SampleRow> volunteers, Neighbourhood neighbourhood, Occupied occupied, Instant now) {
        boolean over = shift.until().isBefore(now);
        String skill = shift.event().row().find("skill");
        int wanted = over ? shift.needed() : shift.wanted();
        return volunteers.stream()
                .filter(row -> row.yes("cleared")
                        && (skill == null || row.list("skills").contains(skill)))
                .filter(row -> over || row.find("persona") == null)
                .filter(row ->
                        occupied.isFree(SampleVolunteers.volunteer(row.text("name")), shift.from(), shift.until()))
                .map(row -> new Candidate(
                        row,
                        neighbourhood.between(row.text("station"), shift.event().station())
                                + SampleIds.choice(25, row.text("name") + shift.id())))
                .filter(candidate -> candidate.reluctance() < ANOTHER_TOWN)
                .sorted(Comparator.comparingInt(Candidate::reluctance))
                .limit(wanted)
                .map(Candidate::volunteer)
                .toList();
    }

    private Mono<List<Shift>> missing(SampleFiles files) {
        Map<UUID, SampleEvent> events = SampleCalendar.events(files).stream()
                .filter(event -> event.helpers() > 0)
                .collect(toMap(SampleEvent::id, event -> event));
        return database.sql("""
                        select s.id, s.event_id, s.starts_at, s.ends_at from session s
                        where s.event_id = any(:events) and s.cancelled_at is null
                          and not exists (select from shift where session_id = s.id)
                        order by s.starts_at, s.id
                        """)
                .bind("events", events.keySet().toArray(UUID[]::new))
                .map(row -> new Shift(
                        required(row, "id", UUID.class),
                        Objects.requireNonNull(events.get(required(row, "event_id", UUID.class))),
                        required(row, "starts_at", Instant.class).minus(BEFORE),
                        required(row, "ends_at", Instant.class).plus(AFTER)))
                .all()
                .collectList();
    }

    private Mono<Occupied> occupied(List<SampleRow> volunteers) {
        Occupied occupied = new Occupied();
        return database.sql("""
                        select volunteer_id, lower(period) as starts_at, upper(period) as ends_at from sign_up
                        where withdrawn_at is null and volunteer_id = any(:volunteers)
                        """)
                .bind("volunteers", ids(volunteers))
                .map(row -> {
                    occupied.add(
                            required(row, "volunteer_id", UUID.class),
                            required(row, "starts_at", Instant.class),
                            required(row, "ends_at", Instant.class));
                    return true;
                })
                .all()
                .then(Mono.just(occupied));
    }

    /** Clocks volunteers in and out of shifts that are over. */
    private Mono<Long> credit(List<SampleRow> volunteers, Instant now) {
        return database.sql("""
                        update sign_up u
                        set arrived_at = lower(period) + late, arrival_recorded_by = staff,
                            left_at = upper(period) - late, departure_recorded_by = staff
                        from (select s.id, abs(hashtext(s.id::text)) % 10 * interval '1 minute' as late,
                                     g.person_id as staff
                              from shift s join session t on t.id = s.session_id join event e on e.id = t.event_id
                              join lateral (select person_id from role_grant
                                            where station_id = s.station_id and role = 'STATION_STAFF'
                                            order by id limit 1) g on true
                              where e.sample and s.ends_at < :now) s
                        where u.shift_id = s.id and u.withdrawn_at is null and u.arrived_at is null
                          and u.volunteer_id = any(:volunteers)
                        """)
                .bind("now", now)
                .bind("volunteers", ids(volunteers))
                .fetch()
                .rowsUpdated();
    }

    /** Those that nobody has deleted since. */
    private Mono<List<SampleRow>> remaining(List<SampleRow> volunteers) {
        return database.sql("select id from volunteer where id = any(:volunteers)")
                .bind("volunteers", ids(volunteers))
                .mapValue(UUID.class)
                .all()
                .collect(toSet())
                .map(ids -> volunteers.stream()
                        .filter(row -> ids.contains(SampleVolunteers.volunteer(row.text("name"))))
                        .toList());
    }

    private static UUID[] ids(List<SampleRow> volunteers) {
        return volunteers.stream()
                .map(row -> SampleVolunteers.volunteer(row.text("name")))
                .toArray(UUID[]::new);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
