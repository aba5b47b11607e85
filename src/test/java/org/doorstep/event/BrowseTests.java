package org.doorstep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.catalog.Service;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.Area;
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
@Import({TestPeople.class, TestStations.class, TestSessions.class, StatementCount.class})
class BrowseTests {

    private static final String BROWSE = """
            query($filter: SessionFilter, $first: Int, $after: String, $last: Int, $before: String) {
              sessions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
                nodes { id startsAt seatsLeft event { title } service { name } station { name area { name parent { name } } } }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
              }
            }
            """;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private StatementCount statements;

    @Autowired
    private HttpGraphQlTester api;

    @Autowired
    private DatabaseClient database;

    private TestStation station;
    private UUID service;
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void makeTwentyFiveSessions() {
        station = stations.station();
        service = stations.service();
        for (int hour = 0; hour < 25; hour++) {
            UUID session = sessions.session(station, service, 5);
            database.sql("update session set starts_at = starts_at + :hour * interval '1 hour',"
                            + " ends_at = ends_at + :hour * interval '1 hour' where id = :id")
                    .bind("hour", hour)
                    .bind("id", session)
                    .fetch()
                    .rowsUpdated()
                    .block();
            ids.add(Session.ID.encode(session));
        }
    }

    @Test
    void twenty_sessions_with_event_service_station_and_town_are_one_statement() {
        assertThat(statementsFor(1)).hasSize(1);
        assertThat(statementsFor(20)).hasSize(1);
    }

    @Test
    void only_the_columns_that_are_selected_are_read() {
        statements.reset();
        api.document(
                        "query($filter: SessionFilter) { sessions(filter: $filter) { nodes { id seatsLeft event { title } } } }")
                .variable("filter", filter())
                .execute();

        assertThat(statements.all())
                .singleElement()
                .asString()
                .contains("t_event.title", "t.seats_taken")
                .doesNotContain("t_event.description", "t.ends_at,", "join station", "join service");
    }

    @Test
    void facilities_hours_and_services_of_a_page_are_one_statement_each() {
        for (int first : List.of(1, 20)) {
            statements.reset();
            api.document(
                            "query($first: Int) { stations(first: $first) { nodes { name facilities { name } openingHours { day } services { name } upcomingSessions { id } } } }")
                    .variable("first", first)
                    .execute()
                    .path("stations.nodes")
                    .hasValue();
            assertThat(statements.all()).hasSize(5);
        }
    }

    @Test
    void a_list_is_counted_only_when_asked() {
        statements.reset();
        api.document("query($filter: SessionFilter) { sessions(filter: $filter, first: 1) { totalCount } }")
                .variable("filter", filter())
                .execute()
                .path("sessions.totalCount")
                .entity(Integer.class)
                .isEqualTo(25);
        assertThat(statements.all()).hasSize(2);
    }

    @Test
    void pages_lead_through_the_whole_list_and_back() {
        List<String> forward = new ArrayList<>();
        String cursor = null;
        do {
            GraphQlTester.Response page = page("first", "after", cursor);
            forward.addAll(idsOf(page));
            cursor = next(page, "hasNextPage", "endCursor");
        } while (cursor != null);
        assertThat(forward).isEqualTo(ids);

        List<String> backward = new ArrayList<>();
        do {
            GraphQlTester.Response page = page("last", "before", cursor);
            backward.addAll(0, idsOf(page));
            cursor = next(page, "hasPreviousPage", "startCursor");
        } while (cursor != null);
        assertThat(backward).isEqualTo(ids);
    }

    @Test
    void a_full_session_is_left_out_when_a_place_is_wanted() {
        UUID full = Session.ID.decode(ids.get(0));
        sessions.takeSeats(full, 5);

        assertThat(idsOf(browse("hasSeats", true))).doesNotContain(ids.get(0)).hasSize(20);
        assertThat(idsOf(browse("hasSeats", false))).containsExactly(ids.get(0));
    }

    @Test
    void a_session_is_found_by_the_age_it_is_for() {
        UUID session = Session.ID.decode(ids.get(3));
        database.sql(
                        "update event set min_age = 3, max_age = 5 where id = (select event_id from session where id = :id)")
                .bind("id", session)
                .fetch()
                .rowsUpdated()
                .block();

        assertThat(idsOf(browse("age", 4))).contains(ids.get(3));
        assertThat(idsOf(browse("age", 6))).doesNotContain(ids.get(3));
    }

    @Test
    void a_city_has_the_sessions_of_its_towns() {
        assertThat(idsOf(browse("areaId", Area.ID.encode(station.city())))).isEqualTo(ids.subList(0, 20));
        TestStation elsewhere = stations.station();
        assertThat(idsOf(browse("areaId", Area.ID.encode(elsewhere.city())))).isEmpty();
    }

    @Test
    void a_station_is_found_by_two_characters_of_its_name() {
        database.sql("update station set name = '松枫社区驿站' where id = :id")
                .bind("id", station.uuid())
                .fetch()
                .rowsUpdated()
                .block();
        for (String text : List.of("松枫", "枫社", "驿站", "松", "松楓社區", "松枫·社区", "松枫　社区")) {
            api.document("query($text: String) { stations(filter: {text: $text}, first: 100) { nodes { id } } }")
                    .variable("text", text)
                    .execute()
                    .path("stations.nodes[*].id")
                    .entityList(String.class)
                    .contains(station.id());
        }
        api.document("{ stations(filter: {text: \"松社\"}) { nodes { id } } }")
                .execute()
                .path("stations.nodes")
                .entityList(Object.class)
                .hasSize(0);
    }

    @Test
    void a_search_for_nothing_that_is_written_is_refused() {
        for (String text : List.of(" ", "·", "松\u200B", "松\u0000", "长".repeat(41))) {
            api.document("query($text: String) { stations(filter: {text: $text}) { nodes { id } } }")
                    .variable("text", text)
                    .execute()
                    .errors()
                    .satisfy(errors -> assertThat(errors.get(0).getExtensions()).containsEntry("code", "BAD_REQUEST"));
        }
    }

    @Test
    void stations_near_a_point_come_from_the_nearest() {
        TestStation near = stations.station();
        TestStation far = stations.station();
        place(near, 12.001, 34.0);
        place(far, 12.01, 34.0);

        api.document(
                        "{ stations(filter: {near: {point: {latitude: 12, longitude: 34, datum: WGS84}, withinMeters: 2000}}) { nodes { id distanceMeters } } }")
                .execute()
                .path("stations.nodes[*].id")
                .entityList(String.class)
                .containsExactly(near.id(), far.id())
                .path("stations.nodes[*].distanceMeters")
                .entityList(Integer.class)
                .containsExactly(111, 1113);
    }

    @Test
    void a_service_has_its_sessions() {
        api.document(BROWSE)
                .variable("filter", Map.of("serviceId", Service.ID.encode(service)))
                .execute()
                .path("sessions.nodes[*].id")
                .entityList(String.class)
                .isEqualTo(ids.subList(0, 20));
    }

    @Test
    void a_cursor_of_another_list_or_a_changed_one_is_refused() {
        String cursor = page("first", "after", null)
                .path("sessions.pageInfo.endCursor")
                .entity(String.class)
                .get();
        api.document("query($after: String) { stations(after: $after) { nodes { id } } }")
                .variable("after", cursor)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .extracting(error -> error.getExtensions().get("code"))
                        .isEqualTo("BAD_REQUEST"));
        char[] changed = cursor.toCharArray();
        int middle = changed.length - 8;
        changed[middle] = changed[middle] == 'A' ? 'B' : 'A';
        page("first", "after", new String(changed))
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getMessage()).isEqualTo("游标无效，请使用同一列表返回的游标。")));
    }

    @Test
    void a_federation_that_lists_closed_sessions_asks_once_for_its_rights_and_others_do_not_ask() {
        database.sql("update session set booking_closes_at = now() - interval '1 minute' where station_id = :id")
                .bind("id", station.uuid())
                .fetch()
                .rowsUpdated()
                .block();

        assertThat(rightsAskedFor(api)).isEmpty();
        assertThat(rightsAskedFor(as(people.staffOf(station.uuid())))).isEmpty();
        assertThat(rightsAskedFor(as(people.admin()))).isEmpty();
        assertThat(rightsAskedFor(as(people.federationOf(station.city())))).hasSize(1);
    }

    /** Statements that ask which of the stations the caller manages. */
    private List<String> rightsAskedFor(GraphQlTester caller) {
        statements.reset();
        caller.document(BROWSE)
                .variable("filter", filter())
                .execute()
                .path("sessions.nodes")
                .entityList(Object.class)
                .hasSize(20);
        return statements.all().stream()
                .filter(sql -> sql.startsWith("select t.id from station t"))
                .toList();
    }

    private GraphQlTester as(TestPerson person) {
        return api.mutate().headers(person::authorize).build();
    }

    private void place(TestStation place, double latitude, double longitude) {
        database.sql("update station set latitude = :lat, longitude = :lon where id = :id")
                .bind("lat", latitude)
                .bind("lon", longitude)
                .bind("id", place.uuid())
                .fetch()
                .rowsUpdated()
                .block();
    }

    private List<String> statementsFor(int first) {
        statements.reset();
        api.document(BROWSE)
                .variable("filter", filter())
                .variable("first", first)
                .execute()
                .path("sessions.nodes")
                .entityList(Object.class)
                .hasSize(first);
        return statements.all();
    }

    private Map<String, Object> filter() {
        return Map.of("stationId", station.id());
    }

    private GraphQlTester.Response browse(String condition, Object value) {
        return api.document(BROWSE)
                .variable("filter", Map.of("stationId", station.id(), condition, value))
                .execute();
    }

    private GraphQlTester.Response page(String size, String from, String cursor) {
        return api.document(BROWSE)
                .variable("filter", filter())
                .variable(size, 7)
                .variable(from, cursor)
                .execute();
    }

    private static List<String> idsOf(GraphQlTester.Response response) {
        return response.path("sessions.nodes[*].id").entityList(String.class).get();
    }

    private static String next(GraphQlTester.Response page, String more, String cursor) {
        boolean hasMore =
                page.path("sessions.pageInfo." + more).entity(Boolean.class).get();
        return hasMore
                ? page.path("sessions.pageInfo." + cursor).entity(String.class).get()
                : null;
    }
}
