package org.doorstep.platform.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;

/** Clients that open connections and then take their time. */
// its limit of log lines holds for all that logs in this JVM
@DirtiesContext
@DoorstepTest(
        properties = {
            "doorstep.limits.request-time=3s",
            "doorstep.limits.idle-time=1s",
            "doorstep.limits.silence=500ms",
            "doorstep.limits.peer-connections=40",
            "doorstep.limits.log-lines=3"
        })
@ExtendWith(OutputCaptureExtension.class)
class SlowClientTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HALF_A_BODY = "POST /graphql HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"query\":";

    @Value("${local.server.port}")
    int port;

    @Autowired
    Rooms rooms;

    @Autowired
    Floods floods;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        untilConnected(0);
    }

    @Test
    void unfinished_bodies_are_answered_with_408_and_their_connections_are_free() {
        for (int i = 0; i < 30; i++) {
            connect(HALF_A_BODY);
        }
        assertThat(sockets.stream().map(SlowClientTests::everything))
                .hasSize(30)
                .allMatch(answer -> answer.startsWith("HTTP/1.1 408 ") && answer.contains("未能及时送达"));
        untilConnected(0);
    }

    @Test
    void a_body_that_nobody_reads_does_not_keep_its_connection_either() {
        Socket socket = connect("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
        assertThat(everything(socket)).startsWith("HTTP/1.1 404 ");
        untilConnected(0);
    }

    @Test
    void a_head_that_comes_byte_by_byte_is_cut_off() {
        Socket socket = connect("POST /graphql HTTP/1.1\r\nX-Slow: ");
        while (send(socket, "a")) {
            Mono.delay(Duration.ofMillis(100)).block();
        }
        untilConnected(0);
    }

    @Test
    void a_connection_that_says_nothing_is_closed_before_its_first_request_and_after_one() {
        connect("");
        Socket after = connect("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(sockets.stream().map(SlowClientTests::everything).toList())
                .element(1)
                .asString()
                .startsWith("HTTP/1.1 200 ");
        assertThat(after.isClosed()).isFalse();
        untilConnected(0);
    }

    @Test
    void the_forty_first_connection_of_an_address_is_closed_and_one_that_ends_makes_room() throws IOException {
        for (int i = 0; i < 40; i++) {
            connect("");
        }
        untilConnected(40);
        assertThat(everything(connect(""))).isEmpty();
        assertThat(connected()).isEqualTo(40);
        sockets.get(0).close();
        untilConnected(39);
        assertThat(everything(connect("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_websocket_that_does_not_answer_is_closed_and_one_that_answers_stays() {
        Socket silent = connect("GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n");
        assertThat(everything(silent)).startsWith("HTTP/1.1 101 ");

        // the server's fourth question comes when the client has answered the three before
        Long questions = HttpClient.create()
                .websocket(WebsocketClientSpec.builder()
                        .protocols("graphql-transport-ws")
                        .handlePing(true)
                        .build())
                .uri("ws://127.0.0.1:" + port + "/graphql")
                .handle((in, out) -> in.receiveFrames()
                        .doOnSubscribe(begun -> out.sendString(Mono.just("{\"type\":\"connection_init\"}"))
                                .then()
                                .subscribe())
                        .ofType(PingWebSocketFrame.class)
                        .concatMap(ping ->
                                out.sendObject(new PongWebSocketFrame()).then().thenReturn(ping.toString()))
                        .take(4))
                .count()
                .block(PATIENCE);
        assertThat(questions).isEqualTo(4);
    }

    @Test
    void thirty_clients_that_hang_up_are_one_line_of_the_log(CapturedOutput output) throws IOException {
        floods.tell();
        int written = output.getAll().length();
        for (int i = 0; i < 30; i++) {
            connect(HALF_A_BODY);
        }
        untilConnected(30);
        closeAll();
        floods.tell();
        assertThat(output.getAll()
                        .substring(written)
                        .lines()
                        .filter(line -> line.contains("WARN") || line.contains("ERROR")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(output.getAll().substring(written)).doesNotContain("\tat ");
    }

    private Socket connect(String text) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            sockets.add(socket);
            send(socket, text);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** All that comes until the server closes the connection, gently or not. */
    private static String everything(Socket socket) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                heard.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection stays open", e);
        } catch (IOException e) {
            return heard.toString(UTF_8);
        }
        return heard.toString(UTF_8);
    }

    private void untilConnected(long count) {
        Flux.interval(Duration.ofMillis(20))
                .filter(tick -> connected() == count)
                .blockFirst(PATIENCE);
    }

    private long connected() {
        return rooms.taken(Room.PEER_CONNECTIONS, new Network("127.0.0.1"));
    }
}
