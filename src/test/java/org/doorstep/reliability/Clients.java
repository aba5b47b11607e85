package org.doorstep.reliability;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.doorstep.booking.Booking;
import org.doorstep.event.Session;
import org.doorstep.family.Child;
import org.doorstep.reliability.Outcome.Seats;
import tools.jackson.databind.JsonNode;

/** Makes the calls of operations, at any of the servers, and writes them into the history. */
final class Clients {

    static final String HUNG_UP = "hung up";
    private static final String BASKET = """
            mutation($input: %sInput!) {
              answer: %s(input: $input) {
                __typename
                ... on %s { bookings { id } }
                ... on %s { bookings { id } }
                ... on Refusal { code }
              }
            }
            """;
    private static final String BOOK =
            BASKET.formatted("BookSession", "bookSession", "SessionBooked", "SessionWaitlisted");
    private static final String ACCEPT =
            BASKET.formatted("AcceptOffer", "acceptOffer", "OfferAccepted", "OfferAccepted");
    private static final String DECLINE =
            BASKET.formatted("DeclineOffer", "declineOffer", "OfferDeclined", "OfferDeclined");
    private static final String CANCEL = """
            mutation($input: CancelBookingInput!) {
              answer: cancelBooking(input: $input) {
                __typename
                ... on BookingCancelled { booking { id } }
                ... on Refusal { code }
              }
            }
            """;
    private static final String CHANGE_CAPACITY = """
            mutation($input: ChangeCapacityInput!) {
              answer: changeCapacity(input: $input) {
                __typename
                ... on CapacityChanged { session { id } }
                ... on Refusal { code }
              }
            }
            """;
    private static final String GRANT_CREDIT = """
            mutation($input: GrantMessageCreditsInput!) {
              answer: grantMessageCredits(input: $input) { __typename ... on Refusal { code } }
            }
            """;
    private static final String ANSWER = """
            mutation($input: %sInput!) { answer: %s(input: $input) { __typename ... on Refusal { code } } }
            """;
    private static final String CORRECT_AGE = ANSWER.formatted("UpdateChild", "updateChild");
    private static final String WITHDRAW_CONSENT = ANSWER.formatted("WithdrawConsent", "withdrawConsent");
    private static final String GIVE_CONSENT = ANSWER.formatted("GiveConsent", "giveConsent");
    private static final String READ =
            "query($id: ID!) { answer: session(id: $id) { __typename capacity seatsLeft waitlistLength } }";
    private static final String READ_MUCH = """
            query($id: ID!) {
              answer: session(id: $id) { capacity }
              sessions(first: 100) { totalCount nodes { id startsAt seatsLeft event { title } station { name } } }
            }
            """;
    private static final String BOOKINGS = """
            query($after: String) {
              viewer { bookings(first: 100, after: $after) { nodes { id state session { id } child { id } } pageInfo { hasNextPage endCursor } } }
            }
            """;

    /** A booking as the API shows it. */
    record Shown(UUID id, UUID session, UUID child, String state) {}

    private final Api api;
    private final History history;
    private final Supplier<List<URI>> servers;

    Clients(Api api, History history, Supplier<List<URI>> servers) {
        this.api = api;
        this.history = history;
        this.servers = servers;
    }

    History history() {
        return history;
    }

    /** One call of the operation, at some server. */
    Outcome perform(Operation operation) {
        return history.record(operation, this::call);
    }

    /** One call of the operation that hangs up so long after it asked; a read is of many rows. */
    void hangUp(Operation operation, Duration after) {
        history.record(operation, asked -> {
            String document = asked.kind() == Operation.Kind.READ ? READ_MUCH : document(asked);
            try {
                api.hangUp(anyServer(), asked.person(), document, variables(asked), after);
                return Outcome.unknown(HUNG_UP);
            } catch (IOException e) {
                return Outcome.unknown(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        });
    }

    Outcome book(UUID person, UUID session, List<UUID> children, boolean together, boolean waits) {
        return perform(Operation.book(history.next(), person, session, UUID.randomUUID(), children, together, waits));
    }

    /** The bookings that the API shows to a person. */
    List<Shown> bookings(UUID person) throws IOException {
        List<Shown> bookings = new ArrayList<>();
        JsonNode page;
        String after = null;
        do {
            Map<String, Object> variables = new HashMap<>();
            variables.put("after", after);
            JsonNode answer = api.ask(anyServer(), person, BOOKINGS, variables);
            page = answer.at("/data/viewer/bookings");
            if (!answer.at("/errors").isMissingNode() || !page.isObject()) {
                throw new IOException("No bookings: " + answer);
            }
            page.get("nodes")
                    .forEach(node -> bookings.add(new Shown(
                            Booking.ID.decode(node.get("id").asString()),
                            Session.ID.decode(node.at("/session/id").asString()),
                            Child.ID.decode(node.at("/child/id").asString()),
                            node.get("state").asString())));
            after = page.at("/pageInfo/endCursor").asString();
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        return bookings;
    }

    private URI anyServer() {
        List<URI> all = servers.get();
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    private Outcome call(Operation operation) {
        try {
            return outcome(
                    operation, api.ask(anyServer(), operation.person(), document(operation), variables(operation)));
        } catch (IOException e) {
            return Outcome.unknown(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Outcome outcome(Operation operation, JsonNode body) {
        JsonNode answer = body.at("/data/answer");
        if (!body.at("/errors").isMissingNode() || !answer.isObject()) {
            return Outcome.unknown(body.at("/errors/0/extensions/code").asString("no answer: " + body));
        }
        if (answer.has("code")) {
            return Outcome.refused(answer.get("code").asString());
        }
        if (operation.kind() == Operation.Kind.READ) {
            return Outcome.seen(new Seats(
                    answer.get("capacity").asInt(),
                    answer.get("seatsLeft").asInt(),
                    answer.get("waitlistLength").asInt()));
        }
        List<UUID> bookings = answer.at("/bookings").findValuesAsString("id").stream()
                .map(Booking.ID::decode)
                .toList();
        return Outcome.ok(answer.get("__typename").asString(), bookings);
    }

    private static String document(Operation operation) {
        return switch (operation.kind()) {
            case BOOK -> BOOK;
            case CANCEL -> CANCEL;
            case ACCEPT -> ACCEPT;
            case DECLINE -> DECLINE;
            case CHANGE_CAPACITY -> CHANGE_CAPACITY;
            case GRANT_CREDIT -> GRANT_CREDIT;
            case CORRECT_AGE -> CORRECT_AGE;
            case WITHDRAW_CONSENT -> WITHDRAW_CONSENT;
            case GIVE_CONSENT -> GIVE_CONSENT;
            case READ -> READ;
        };
    }

    private static String child(Operation operation) {
        return Child.ID.encode(operation.children().get(0));
    }

    static Map<String, ?> variables(Operation operation) {
        String session = Session.ID.encode(operation.session());
        return switch (operation.kind()) {
            case BOOK ->
                Map.of(
                        "input",
                        Map.of(
                                "idempotencyKey",
                                operation.key(),
                                "sessionId",
                                session,
                                "childIds",
                                operation.children().stream()
                                        .map(Child.ID::encode)
                                        .toList(),
                                "familyPolicy",
                                operation.together() ? "ALL_OR_NOTHING" : "ANY",
                                "ifFull",
                                operation.waits() ? "JOIN_WAITLIST" : "REFUSE"));
            case CANCEL, ACCEPT, DECLINE ->
                Map.of("input", Map.of("bookingId", Booking.ID.encode(operation.booking())));
            case CHANGE_CAPACITY -> Map.of("input", Map.of("sessionId", session, "capacity", operation.capacity()));
            case GRANT_CREDIT ->
                Map.of("input", Map.of("idempotencyKey", operation.key(), "templates", List.of("OFFER")));
            case CORRECT_AGE ->
                Map.of(
                        "input",
                        Map.of(
                                "childId",
                                child(operation),
                                "birthDate",
                                LocalDate.now(ZoneId.of("Asia/Shanghai"))
                                        .minusYears(operation.capacity())
                                        .minusMonths(1)
                                        .toString()));
            case WITHDRAW_CONSENT -> Map.of("input", Map.of("childId", child(operation), "purpose", "CHILD_DATA"));
            case GIVE_CONSENT ->
                Map.of(
                        "input",
                        Map.of("childId", child(operation), "consent", Map.of("purpose", "CHILD_DATA", "version", 1)));
            case READ -> Map.of("id", session);
        };
    }
}
