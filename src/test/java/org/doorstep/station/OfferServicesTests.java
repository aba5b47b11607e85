package org.doorstep.station;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.catalog.Service;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@DoorstepTest
@Import({TestPeople.class, TestStations.class})
class OfferServicesTests {

    private static final String OFFER = """
            mutation($input: OfferServicesInput!) { offerServices(input: $input) {
              __typename
              ... on ServicesOffered { station { id services { id } } }
              ... on InvalidInput { problems { path message } }
              ... on NotFound { id } } }
            """;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    DatabaseClient database;

    @Test
    void the_list_replaces_the_one_before() {
        TestStation station = stations.station();
        TestPerson staff = people.staffOf(station.uuid());
        List<String> services = services(3);

        offer(staff, station, services.subList(0, 2));
        offer(staff, station, services.subList(1, 3))
                .path("offerServices.station.id")
                .entity(String.class)
                .isEqualTo(station.id())
                .path("offerServices.station.services[*].id")
                .entityList(String.class)
                .containsExactly(services.get(1), services.get(2));
        offer(staff, station, List.of())
                .path("offerServices.station.services")
                .entityList(Object.class)
                .hasSize(0);
    }

    @Test
    void a_missing_a_retired_and_a_repeated_service_change_nothing() {
        TestStation station = stations.station();
        TestPerson staff = people.masterOf(station.uuid());
        List<String> services = services(2);
        offer(staff, station, services.subList(0, 1));
        String missing = Service.ID.encode(IdType.next());
        UUID retired = stations.service();
        run("update service set retired_at = now() where id = '" + retired + "'");

        offer(staff, station, List.of(services.get(1), missing))
                .path("offerServices.id")
                .entity(String.class)
                .isEqualTo(missing);
        offer(staff, station, List.of(services.get(1), Service.ID.encode(retired)))
                .path("offerServices.problems[0].path")
                .entity(String.class)
                .isEqualTo("serviceIds[1]")
                .path("offerServices.problems[0].message")
                .entity(String.class)
                .isEqualTo("该服务已停用。");
        offer(staff, station, List.of(services.get(1), services.get(1)))
                .path("offerServices.problems[0].path")
                .entity(String.class)
                .isEqualTo("serviceIds[1]");
        offer(staff, station, Collections.nCopies(51, services.get(1)))
                .path("offerServices.problems[0].path")
                .entity(String.class)
                .isEqualTo("serviceIds");
        assertThat(offered(station)).containsExactly(services.get(0));
    }

    @Test
    void staff_of_another_station_cannot_tell_it_from_a_missing_one() {
        TestStation station = stations.station();
        TestPerson other = people.staffOf(stations.station().uuid());

        offer(other, station, services(1))
                .path("offerServices.__typename")
                .entity(String.class)
                .isEqualTo("NotFound");
        assertThat(offered(station)).isEmpty();
        offer(people.federationOf(station.city()), station, services(1))
                .path("offerServices.__typename")
                .entity(String.class)
                .isEqualTo("ServicesOffered");
    }

    @Test
    void of_two_lists_at_once_one_stands_whole() {
        TestStation station = stations.station();
        TestPerson staff = people.staffOf(station.uuid());
        List<String> services = services(4);
        List<List<String>> lists = List.of(services.subList(0, 2), services.subList(2, 4));
        for (int round = 0; round < 20; round++) {
            Flux.fromIterable(lists)
                    .flatMap(
                            list -> Mono.fromCallable(() -> offer(staff, station, list))
                                    .subscribeOn(Schedulers.boundedElastic()),
                            lists.size())
                    .blockLast();
            assertThat(offered(station)).isIn(lists);
        }
    }

    private List<String> services(int number) {
        return Stream.generate(stations::service)
                .limit(number)
                .map(Service.ID::encode)
                .toList();
    }

    private GraphQlTester.Response offer(TestPerson person, TestStation station, List<String> services) {
        return tester.mutate()
                .headers(person::authorize)
                .build()
                .document(OFFER)
                .variable("input", Map.of("stationId", station.id(), "serviceIds", services))
                .execute();
    }

    private List<String> offered(TestStation station) {
        return database.sql("select service_id from station_service where station_id = :station order by service_id")
                .bind("station", station.uuid())
                .mapValue(UUID.class)
                .all()
                .map(Service.ID::encode)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
