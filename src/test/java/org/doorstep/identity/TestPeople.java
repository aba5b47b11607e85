package org.doorstep.identity;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.doorstep.platform.id.IdType;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * People and partners for tests of any feature, with real rows and real tokens:
 *
 * <pre>{@code
 * @DoorstepTest
 * @Import(TestPeople.class)
 * class BookingTests {
 *     @Autowired TestPeople people;
 *     …
 *     tester.mutate().headers(people.guardian()::authorize).build()
 * }</pre>
 */
@TestComponent
public class TestPeople {

    private static final AtomicInteger PHONES = new AtomicInteger();

    @Autowired
    private People people;

    @Autowired
    private RoleGrants roleGrants;

    @Autowired
    private ApiClients apiClients;

    @Autowired
    private AccessTokens accessTokens;

    @Autowired
    private DatabaseClient database;

    /** A parent. */
    public TestPerson guardian() {
        return with(RoleGrant.of(Role.GUARDIAN));
    }

    public TestPerson volunteer() {
        return with(RoleGrant.of(Role.VOLUNTEER));
    }

    public TestPerson admin() {
        return with(RoleGrant.of(Role.ADMIN));
    }

    public TestPerson staffOf(UUID stationId) {
        return with(RoleGrant.atStation(Role.STATION_STAFF, stationId));
    }

    public TestPerson masterOf(UUID stationId) {
        return with(RoleGrant.atStation(Role.STATION_MASTER, stationId));
    }

    public TestPerson federationOf(UUID areaId) {
        return with(RoleGrant.inArea(Role.FEDERATION, areaId));
    }

    public TestPerson foundation(UUID foundationId) {
        foundationRow(foundationId);
        return with(RoleGrant.ofFoundation(foundationId));
    }

    /** A person of every role there is, at this station or without bounds. */
    public TestPerson ofEveryRole(UUID stationId) {
        return with(
                RoleGrant.of(Role.GUARDIAN),
                RoleGrant.of(Role.VOLUNTEER),
                RoleGrant.of(Role.ADMIN),
                RoleGrant.atStation(Role.STATION_STAFF, stationId),
                RoleGrant.atStation(Role.STATION_MASTER, stationId));
    }

    /** A person with these roles and none other. */
    public TestPerson with(RoleGrant... grants) {
        return waitFor(people.create("测试人员", phone())
                .flatMap(id -> Flux.fromIterable(List.of(grants))
                        .concatMap(grant -> roleGrants.grant(id, grant, null))
                        .then(accessTokens.forPerson(id))
                        .map(token -> new TestPerson(id, token.value()))));
    }

    /** Signs in somebody who exists already. */
    public TestPerson signIn(UUID personId) {
        return waitFor(accessTokens.forPerson(personId).map(token -> new TestPerson(personId, token.value())));
    }

    /** The access token of a partner's program that speaks for a foundation. */
    public String clientOf(UUID foundationId) {
        foundationRow(foundationId);
        String clientId = "partner-" + IdType.next();
        return waitFor(apiClients
                .register(clientId, "a-secret-of-" + clientId, foundationId, "合作机构")
                .then(accessTokens.forClient(clientId))
                .map(AccessTokens.AccessToken::value));
    }

    /** Makes sure that the foundation exists. */
    void foundationRow(UUID foundationId) {
        database.sql("insert into foundation (id, name) values (:id, :name) on conflict do nothing")
                .bind("id", foundationId)
                .bind("name", "基金会" + foundationId)
                .fetch()
                .rowsUpdated()
                .block();
    }

    /** One that nobody else has. */
    private static String phone() {
        return "139%08d".formatted(PHONES.incrementAndGet());
    }

    private static <T> T waitFor(Mono<T> publisher) {
        return publisher.blockOptional().orElseThrow();
    }
}
