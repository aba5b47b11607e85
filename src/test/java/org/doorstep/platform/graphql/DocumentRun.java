package org.doorstep.platform.graphql;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.StatementCount;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a document did when it ran.
 *
 * @param fields fields and items of plain lists in the answer
 * @param codes those of its errors
 */
record DocumentRun(
        String persona, String document, int cost, int fields, int bytes, int statements, long millis, String codes) {

    static final List<String> PERSONAS =
            List.of("nobody", "PARENT", "STAFF", "VOLUNTEER", "FEDERATION", "FOUNDATION", "ADMIN");

    /** Lists as long as they may be where that is cheap, and texts as long as they may be. */
    private static final List<String> FULL = List.of(
            "update event set description = repeat('长', 4000)",
            "update station set introduction = repeat('介', 2000)",
            "update service set description = repeat('服', 1000)",
            "insert into facility (id, station_id, name) select gen_random_uuid(), s.id, '设施' || n from station s, generate_series(1, 60) n",
            "delete from opening_hours",
            "insert into opening_hours select s.id, d, make_time(n, 0, 0), make_time(n, 59, 0) from station s, generate_series(1, 7) d, generate_series(9, 17) n",
            "insert into station_service select s.id, v.id from station s, service v on conflict do nothing",
            "insert into project_station select p.id, s.id from project p, station s where s.county_id = p.county_id on conflict do nothing",
            "insert into shift (id, county_id, station_id, session_id, needed, starts_at, ends_at)"
                    + " select gen_random_uuid(), s.county_id, s.station_id, s.id, 5, s.starts_at, s.ends_at"
                    + " from session s, generate_series(1, 20) n where s.ends_at > now()",
            "analyze");

    private static final JsonMapper JSON = new JsonMapper();

    static void fill(DatabaseClient database) {
        FULL.forEach(sql -> database.sql(sql).fetch().rowsUpdated().block());
    }

    /** Somebody of the sample data; «nobody» has no token. */
    static WebTestClient client(WebTestClient plain, String persona) {
        WebTestClient patient = plain.mutate()
                .responseTimeout(Duration.ofMinutes(1))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64_000_000))
                .build();
        if (persona.equals("nobody")) {
            return patient;
        }
        String token = ask(
                        patient,
                        "mutation { signInAsDemo(input: {persona: " + persona
                                + "}) { ... on SignedIn { accessToken } } }")
                .at("/data/signInAsDemo/accessToken")
                .asString();
        return patient.mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .build();
    }

    static Map<String, String> ids(WebTestClient client) {
        JsonNode found = ask(client, """
                { station: stations(first: 1) { nodes { id } } session: sessions(first: 1) { nodes { id } }
                  event: events(first: 1) { nodes { id } } project: projects(first: 1) { nodes { id } }
                  area: areas(first: 1) { nodes { id } } }
                """).path("data");
        Map<String, String> ids = new HashMap<>();
        found.propertyNames()
                .forEach(
                        name -> ids.put(name, found.path(name).at("/nodes/0/id").asString()));
        return ids;
    }

    /** Fields of Query that this client is not refused, among those that can be asked for. */
    static Set<String> roots(WebTestClient client, Map<String, String> ids) {
        return Stream.of(
                        "station",
                        "session",
                        "event",
                        "project",
                        "area",
                        "stations",
                        "sessions",
                        "events",
                        "projects",
                        "areas",
                        "services",
                        "teams",
                        "volunteers",
                        "viewer",
                        "skills",
                        "volunteerRoles",
                        "consentPolicies",
                        "waitlistPriorities")
                .filter(name -> !ask(
                                client,
                                "{ " + name + (ids.containsKey(name) ? "(id: \"" + ids.get(name) + "\")" : "")
                                        + " { __typename } }")
                        .has("errors"))
                .collect(Collectors.toSet());
    }

    static DocumentRun of(WebTestClient client, String persona, String document, @Nullable StatementCount statements) {
        if (statements != null) {
            statements.reset();
        }
        long start = System.nanoTime();
        byte[] body = send(client, document);
        long millis = (System.nanoTime() - start) / 1_000_000;
        JsonNode answer = JSON.readTree(body);
        TreeSet<String> codes = new TreeSet<>();
        answer.path("errors")
                .forEach(error -> codes.add(error.at("/extensions/code").asString()));
        return new DocumentRun(
                persona,
                document,
                answer.at("/extensions/cost/requested").asInt(),
                fields(answer.path("data")),
                body.length,
                statements == null ? 0 : statements.all().size(),
                millis,
                String.join(" ", codes));
    }

    private static JsonNode ask(WebTestClient client, String document) {
        return JSON.readTree(send(client, document));
    }

    private static byte[] send(WebTestClient client, String document) {
        return Objects.requireNonNull(client.post()
                .uri("/graphql")
                .bodyValue(Map.of("query", document))
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static int fields(JsonNode value) {
        int count = 0;
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                count += 1 + fields(field.getValue());
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                count += item.isObject() ? fields(item) : 1;
            }
        }
        return count;
    }
}
