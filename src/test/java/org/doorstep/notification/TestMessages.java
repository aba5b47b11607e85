package org.doorstep.notification;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.Session;
import org.doorstep.event.TestSessions;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;

/** Families that book, and what they are told. */
@TestComponent
class TestMessages {

    @Autowired
    private TestFamilies families;

    @Autowired
    private TestSessions sessions;

    @Autowired
    private TestStations stations;

    @Autowired
    private FieldEncryption encryption;

    @Autowired
    private DatabaseClient database;

    TestFamily family(int... ages) {
        return families.family(ages);
    }

    TestStation station() {
        return stations.station();
    }

    UUID session(int capacity) {
        return session(station(), capacity);
    }

    UUID session(TestStation station, int capacity) {
        return sessions.session(station, stations.service(), capacity);
    }

    /** Ids of the bookings of all children of a family. */
    List<UUID> book(TestFamily family, UUID session) {
        return booking(family, session, "REFUSE")
                .path("bookSession.bookings[*].id")
                .entityList(String.class)
                .get()
                .stream()
                .map(Booking.ID::decode)
                .toList();
    }

    GraphQlTester.Response booking(TestFamily family, UUID session, String ifFull) {
        return family.api()
                .document("""
                        mutation($input: BookSessionInput!) { bookSession(input: $input) {
                          ... on SessionBooked { bookings { id } } ... on SessionWaitlisted { bookings { id } }
                          ... on Refusal { code } } }
                        """)
                .variable(
                        "input",
                        Map.of(
                                "idempotencyKey",
                                UUID.randomUUID(),
                                "sessionId",
                                Session.ID.encode(session),
                                "childIds",
                                family.children(),
                                "ifFull",
                                ifFull))
                .execute();
    }

    /** Lets the session of a booking be over for an hour, without a word about it. */
    void isOver(UUID booking) {
        run("""
                update session set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
                where id = (select session_id from booking where id = '%s')
                """.formatted(booking));
        run("delete from message where kind = 'CHANGE' and booking_id = '%s'".formatted(booking));
    }

    void cancel(TestFamily family, UUID booking) {
        family.api()
                .document("mutation($id: ID!) { cancelBooking(input: {bookingId: $id}) { __typename } }")
                .variable("id", Booking.ID.encode(booking))
                .execute()
                .path("cancelBooking.__typename")
                .entity(String.class)
                .isEqualTo("BookingCancelled");
    }

    /** Gives the guardian a WeChat account. */
    void weChat(TestFamily family, String openid) {
        UUID person = family.guardian().personId();
        database.sql(
                        "insert into wechat_account (openid_index, openid, person_id) values (uuid_send(:id), :openid, :id)")
                .bind("id", person)
                .bind("openid", encryption.encrypt(openid, "wechat_account.openid:" + person))
                .fetch()
                .rowsUpdated()
                .block();
    }

    /** Records taps, as many as said for one template. */
    void credits(TestFamily family, String template, int taps) {
        for (int tap = 0; tap < taps; tap++) {
            grant(family, UUID.randomUUID(), template)
                    .path("grantMessageCredits.__typename")
                    .entity(String.class)
                    .isEqualTo("MessageCreditsGranted");
        }
    }

    GraphQlTester.Response grant(TestFamily family, UUID key, String... templates) {
        return family.api()
                .document("""
                        mutation($input: GrantMessageCreditsInput!) { grantMessageCredits(input: $input) {
                          __typename
                          ... on MessageCreditsGranted { credits { template balance } }
                          ... on Refusal { code } } }
                        """)
                .variable("input", Map.of("idempotencyKey", key, "templates", List.of(templates)))
                .execute();
    }

    /** The balances that are not zero, such as {@code REMINDER=1}. */
    List<String> balances(TestFamily family) {
        return texts("""
                select template || '=' || balance from message_credit
                where person_id = '%s' and balance <> 0 order by template
                """.formatted(family.guardian().personId()));
    }

    /** Kinds and states of what a guardian is told, in the order of kinds, such as {@code OFFER PENDING}. */
    List<String> told(TestFamily family) {
        return texts("select kind || ' ' || state from message where person_id = '%s' order by kind, created_at, id"
                .formatted(family.guardian().personId()));
    }

    void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }

    List<String> texts(String sql) {
        return database.sql(sql)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    String text(String sql) {
        return texts(sql).get(0);
    }

    boolean holds(String sql) {
        return database.sql(sql).mapValue(Boolean.class).one().blockOptional().orElseThrow();
    }
}
