package org.doorstep.sample;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.platform.crypto.FieldEncryption;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Volunteers, what they can do, and their teams. */
@Component
class SampleVolunteers {

    private static final int CLEARED_DAYS = 300;

    private final BulkInsert bulk;
    private final FieldEncryption encryption;

    SampleVolunteers(BulkInsert bulk, FieldEncryption encryption) {
        this.bulk = bulk;
        this.encryption = encryption;
    }

    static UUID volunteer(String name) {
        return SampleIds.of("volunteer", name);
    }

    /** The persons must be there. */
    Mono<Void> insert(SampleFiles files, LocalDate today) {
        List<SampleRow> volunteers = files.rows("volunteers.csv");
        List<SampleRow> teams = files.rows("teams.csv");
        return Flux.concat(
                        insertVolunteers(volunteers, today),
                        insertSkills(volunteers),
                        insertTeams(teams),
                        insertMembers(teams))
                .then();
    }

    private Mono<Long> insertVolunteers(List<SampleRow> volunteers, LocalDate today) {
        return bulk.insert(
                """
                insert into volunteer (id, county_id, person_id, station_id, display_name, phone, joined_on,
                                       cleared_until, cleared_by)
                select id, county_id, person_id, station_id, decode(display_name, 'hex'), decode(phone, 'hex'),
                       joined_on, cleared_until, case when cleared_until is not null then (
                           select person_id from role_grant where role = 'FEDERATION' order by id limit 1) end
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, county_id uuid, person_id uuid, station_id uuid, display_name text, phone text,
                    joined_on date, cleared_until date)
                """, volunteers.stream().map(row -> volunteerRow(row, today)).toList());
    }

    private Map<String, Object> volunteerRow(SampleRow volunteer, LocalDate today) {
        UUID id = volunteer(volunteer.text("name"));
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("county_id", SampleStations.CITY);
        row.put("person_id", SamplePeople.person(volunteer.text("phone")));
        row.put("station_id", SampleStations.station(volunteer.text("station")));
        row.put("display_name", BulkInsert.hex(encryption.encrypt(volunteer.text("name"), "volunteer.name:" + id)));
        row.put("phone", BulkInsert.hex(encryption.encrypt(volunteer.text("phone"), "volunteer.phone:" + id)));
        row.put("joined_on", today.minusDays(volunteer.number("days")));
        if (volunteer.yes("cleared")) {
            row.put("cleared_until", today.plusDays(CLEARED_DAYS));
        }
        return row;
    }

    private Mono<Long> insertSkills(List<SampleRow> volunteers) {
        return bulk.insert(
                """
                insert into volunteer_skill (volunteer_id, skill_code)
                select volunteer_id, skill
                from jsonb_to_recordset(:rows::jsonb) as r(volunteer_id uuid, skills text[]), unnest(skills) skill
                """,
                volunteers.stream()
                        .map(row -> Map.of(
                                "volunteer_id", volunteer(row.text("name")),
                                "skills", row.list("skills")))
                        .toList());
    }

    private Mono<Long> insertTeams(List<SampleRow> teams) {
        return bulk.insert(
                """
                insert into team (id, county_id, station_id, name, role_code, leader_id)
                select id, county_id, station_id, name, role, leader_id
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, county_id uuid, station_id uuid, name text, role text, leader_id uuid)
                """,
                teams.stream()
                        .map(row -> Map.of(
                                "id", SampleIds.of("team", row.text("name")),
                                "county_id", SampleStations.CITY,
                                "station_id", SampleStations.station(row.text("station")),
                                "name", row.text("name"),
                                "role", row.text("role"),
                                "leader_id", volunteer(row.text("leader"))))
                        .toList());
    }

    private Mono<Long> insertMembers(List<SampleRow> teams) {
        return bulk.insert(
                """
                insert into team_member (team_id, volunteer_id)
                select team_id, volunteer_id
                from jsonb_to_recordset(:rows::jsonb) as r(team_id uuid, volunteer_id uuid)
                """,
                teams.stream()
                        .flatMap(row -> row.list("members").stream()
                                .map(member -> Map.of(
                                        "team_id", SampleIds.of("team", row.text("name")),
                                        "volunteer_id", volunteer(member))))
                        .toList());
    }
}
