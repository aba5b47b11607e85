package org.doorstep.reliability;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.doorstep.identity.TestTokens;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GraphQL over HTTP, for whoever has a token. */
final class Api {

    /** Longer than a server may take for one operation, so that a server that hangs is told from one that is slow. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<UUID, String> tokens = new ConcurrentHashMap<>();
    private final TestTokens issuer;

    Api(TestTokens issuer) {
        this.issuer = issuer;
    }

    String tokenOf(UUID person) {
        return tokens.computeIfAbsent(person, issuer::of);
    }

    /** Lets a person use this token from now on. */
    void signIn(UUID person, Instant tokenEnds) {
        tokens.put(person, issuer.of(person, tokenEnds));
    }

    /** The body of the answer, whatever its status. */
    JsonNode ask(URI server, UUID person, String document, Map<String, ?> variables) throws IOException {
        return send(request(server.resolve("/graphql"), person)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(document, variables)))
                .build());
    }

    JsonNode get(URI address, UUID person) throws IOException {
        return send(request(address, person).build());
    }

    /** Sends a request, and breaks the connection so long afterwards, whether there is an answer or not. */
    void hangUp(URI server, UUID person, String document, Map<String, ?> variables, Duration after) throws IOException {
        byte[] body = body(document, variables).getBytes(StandardCharsets.UTF_8);
        String head = """
                POST /graphql HTTP/1.1
                Host: localhost
                Accept: application/json
                Content-Type: application/json
                Authorization: Bearer %s
                Content-Length: %d

                """.formatted(tokenOf(person), body.length).replace("\n", "\r\n");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            // a reset and no farewell
            socket.setSoLinger(true, 0);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            LockSupport.parkNanos(after.toNanos());
        }
    }

    private static String body(String document, Map<String, ?> variables) {
        return JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    }

    private HttpRequest.Builder request(URI address, UUID person) {
        return HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + tokenOf(person));
    }

    private JsonNode send(HttpRequest request) throws IOException {
        try {
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (JacksonException e) {
            throw new IOException("The answer is not JSON", e);
        }
    }
}
