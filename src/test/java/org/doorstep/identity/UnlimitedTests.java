package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The control of the limits by caller: lifted, they let the attacks pass. */
@DoorstepTest(properties = "doorstep.limits.address-sockets=0")
class UnlimitedTests {

    @Value("${local.server.port}")
    int port;

    @Autowired
    WebTestClient client;

    @Test
    void four_hundred_refresh_guesses_in_one_request_are_all_judged() {
        String guesses = IntStream.range(0, 400)
                .mapToObj(i -> "g%d: refreshSession(input: {refreshToken: \"%d\"}) { __typename }".formatted(i, i))
                .collect(Collectors.joining(" ", "mutation { ", " }"));
        JsonNode answer = new JsonMapper()
                .readTree(Objects.requireNonNull(client.post()
                        .uri("/graphql")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("query", guesses))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
        assertThat(answer.at("/data").properties())
                .hasSize(400)
                .allMatch(guess -> guess.getValue().at("/__typename").asString().equals("SignInRefused"));
    }

    @Test
    void three_hundred_sockets_of_one_address_open() {
        HttpClient http = HttpClient.newHttpClient();
        List<WebSocket> sockets = IntStream.range(0, 300)
                .mapToObj(i -> http.newWebSocketBuilder()
                        .subprotocols("graphql-transport-ws")
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), new WebSocket.Listener() {})
                        .join())
                .toList();
        assertThat(sockets).hasSize(300).noneMatch(WebSocket::isOutputClosed);
        sockets.forEach(WebSocket::abort);
    }
}
