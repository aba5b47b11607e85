package org.doorstep.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.identity.ApiClients;
import org.doorstep.identity.People;
import org.doorstep.platform.time.CityTime;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Persons, what they may do, and which of them play the demo personas. */
@Component
class SamplePeople {

    private static final String CLIENT = "sample-foundation";
    private static final String CLIENT_OF = "暖溪公益基金会（示例）";

    private final BulkInsert bulk;
    private final DatabaseClient database;
    private final People people;
    private final ApiClients clients;

    SamplePeople(BulkInsert bulk, DatabaseClient database, People people, ApiClients clients) {
        this.bulk = bulk;
        this.database = database;
        this.people = people;
        this.clients = clients;
    }

    static UUID person(String phone) {
        return SampleIds.of("person", phone);
    }

    Mono<Void> insert(SampleFiles files) {
        List<SampleRow> staff = files.rows("people.csv");
        List<SampleRow> guardians = files.rows("families.csv");
        List<SampleRow> volunteers = files.rows("volunteers.csv");
        return Flux.concat(
                        insertPersons(staff, "name"),
                        insertPersons(guardians, "guardian"),
                        insertPersons(volunteers, "name"),
                        insertGrants(Stream.of(
                                        staff.stream()
                                                .filter(row -> !isTerm(row))
                                                .map(row -> grant(row, row.text("role"), row.find("at"))),
                                        guardians.stream().map(row -> grant(row, "GUARDIAN", null)),
                                        volunteers.stream().map(row -> grant(row, "VOLUNTEER", null)))
                                .flatMap(grants -> grants)
                                .toList()),
                        insertPersonas(Stream.of(staff, guardians, volunteers)
                                .flatMap(List::stream)
                                .filter(row -> row.find("persona") != null)
                                .toList()))
                .then();
    }

    /** Makes the sample's station masters masters of the month of {@code today}, too. */
    Mono<Void> renewTerms(SampleFiles files, LocalDate today) {
        YearMonth month = YearMonth.from(today);
        return insertGrants(files.rows("people.csv").stream()
                        .filter(SamplePeople::isTerm)
                        .map(row -> {
                            Map<String, Object> grant = grant(row, row.text("role"), row.find("at"));
                            grant.put("id", SampleIds.of("role_grant", row.text("phone") + month));
                            grant.put("valid_from", start(month));
                            grant.put("valid_until", start(month.plusMonths(1)));
                            return grant;
                        })
                        .toList())
                .then();
    }

    /** Registers the sample's program, with a secret that everyone knows. */
    Mono<Void> registerClient() {
        return clients.register(CLIENT, CLIENT + "-secret", SampleFunding.foundation(CLIENT_OF), CLIENT_OF);
    }

    /** Lets the sample's program in again after {@link #disableClient}. */
    Mono<Void> enableClient() {
        return client("update api_client set disabled_at = null where client_id = :id and disabled_at is not null");
    }

    /** Refuses the sample's program from now on. */
    Mono<Void> disableClient() {
        return client("update api_client set disabled_at = now() where client_id = :id and disabled_at is null");
    }

    private Mono<Void> client(String sql) {
        return database.sql(sql).bind("id", CLIENT).fetch().rowsUpdated().then();
    }

    /** As people who have signed in, said their name and typed their phone. */
    private Mono<Void> insertPersons(List<SampleRow> persons, String nameColumn) {
        return Flux.fromIterable(persons)
                .concatMap(row -> people.create(person(row.text("phone")), row.text(nameColumn), row.text("phone")))
                .then();
    }

    private Mono<Long> insertGrants(List<Map<String, Object>> grants) {
        return bulk.insert("""
                insert into role_grant (
                    id, person_id, role, station_id, area_id, foundation_id, valid_from, valid_until)
                select r.id, person_id, role, station_id, area_id, foundation_id, coalesce(valid_from, now()), valid_until
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, person_id uuid, role text, station_id uuid, area_id uuid, foundation_id uuid,
                    valid_from timestamptz, valid_until timestamptz)
                join person p on p.id = r.person_id
                on conflict (id) do nothing
                """, grants);
    }

    private Mono<Long> insertPersonas(List<SampleRow> personas) {
        return bulk.insert(
                """
                insert into demo_persona (persona, person_id)
                select persona, person_id
                from jsonb_to_recordset(:rows::jsonb) as r(persona text, person_id uuid)
                """,
                personas.stream()
                        .map(row -> Map.of(
                                "persona", row.text("persona"),
                                "person_id", person(row.text("phone"))))
                        .toList());
    }

    private static Map<String, Object> grant(SampleRow row, String role, @Nullable String at) {
        Map<String, Object> grant = new HashMap<>();
        grant.put("id", SampleIds.of("role_grant", row.text("phone") + role));
        grant.put("person_id", person(row.text("phone")));
        grant.put("role", role);
        if (at != null) {
            switch (role) {
                case "STATION_STAFF", "STATION_MASTER" -> grant.put("station_id", SampleStations.station(at));
                case "FOUNDATION" -> grant.put("foundation_id", SampleFunding.foundation(at));
                default -> grant.put("area_id", SampleIds.of("area", at));
            }
        }
        return grant;
    }

    private static boolean isTerm(SampleRow row) {
        return row.text("role").equals("STATION_MASTER");
    }

    private static String start(YearMonth month) {
        return month.atDay(1).atStartOfDay(CityTime.ZONE).toInstant().toString();
    }
}
