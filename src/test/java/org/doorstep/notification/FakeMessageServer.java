package org.doorstep.notification;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** A server that keeps the rules of WeChat's tokens and subscribe messages, and answers as text/plain, as WeChat does. */
final class FakeMessageServer implements AutoCloseable {

    static final String APP_ID = "wx0123456789abcdef";
    static final String SECRET = "canary-secret-77c1e0";

    private final JsonMapper json = new JsonMapper();
    private final List<Map<?, ?>> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<Map<?, ?>> messages = new CopyOnWriteArrayList<>();
    private final List<Integer> nextErrcodes = new ArrayList<>();
    private final DisposableServer server;
    private int token;
    private int httpStatus = 200;
    private @Nullable Integer onlyErrcode;
    private @Nullable Integer tokenErrcode;
    private Duration delay = Duration.ZERO;

    FakeMessageServer() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/cgi-bin/stable_token", this::giveToken)
                        .post("/cgi-bin/message/subscribe/send", this::take))
                .bindNow();
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    synchronized void reset() {
        tokenRequests.clear();
        messages.clear();
        nextErrcodes.clear();
        httpStatus = 200;
        onlyErrcode = null;
        tokenErrcode = null;
        delay = Duration.ZERO;
    }

    /** Another server made WeChat forget the token. */
    synchronized void forgetToken() {
        token++;
    }

    synchronized void answerNext(int... errcodes) {
        for (int errcode : errcodes) {
            nextErrcodes.add(errcode);
        }
    }

    synchronized void answerOnly(@Nullable Integer errcode) {
        onlyErrcode = errcode;
    }

    synchronized void refuseTokens(@Nullable Integer errcode) {
        tokenErrcode = errcode;
    }

    synchronized void answerStatus(int status) {
        httpStatus = status;
    }

    synchronized void delayBy(Duration delay) {
        this.delay = delay;
    }

    List<Map<?, ?>> tokenRequests() {
        return List.copyOf(tokenRequests);
    }

    /** Those that were asked for, whatever was answered. */
    List<Map<?, ?>> messages() {
        return List.copyOf(messages);
    }

    List<String> receivers() {
        return messages.stream()
                .map(message -> String.valueOf(message.get("touser")))
                .toList();
    }

    private Mono<Void> giveToken(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().flatMap(body -> answer(response, tokenFor(body)));
    }

    private Mono<Void> take(HttpServerRequest request, HttpServerResponse response) {
        List<String> given = new QueryStringDecoder(request.uri()).parameters().getOrDefault("access_token", List.of());
        return request.receive().aggregate().asString().flatMap(body -> answer(response, judge(given, body)));
    }

    private synchronized Mono<Void> answer(HttpServerResponse response, String body) {
        return response.status(httpStatus)
                .header("Content-Type", "text/plain")
                .sendString(delay.isZero() ? Mono.just(body) : Mono.just(body).delayElement(delay))
                .then();
    }

    private synchronized String tokenFor(String body) {
        Map<?, ?> request = json.readValue(body, Map.class);
        tokenRequests.add(request);
        if (tokenErrcode != null) {
            return error(tokenErrcode);
        }
        if (!APP_ID.equals(request.get("appid")) || !SECRET.equals(request.get("secret"))) {
            return error(40125);
        }
        if (Boolean.TRUE.equals(request.get("force_refresh"))) {
            token++;
        }
        return "{\"access_token\":\"" + valid() + "\",\"expires_in\":7200}";
    }

    private synchronized String judge(List<String> given, String body) {
        messages.add(json.readValue(body, Map.class));
        if (!given.equals(List.of(valid()))) {
            return error(40001);
        }
        if (onlyErrcode != null) {
            return error(onlyErrcode);
        }
        return error(nextErrcodes.isEmpty() ? 0 : nextErrcodes.remove(0));
    }

    private String valid() {
        return "canary-token-" + token;
    }

    private static String error(int errcode) {
        return "{\"errcode\":" + errcode + ",\"errmsg\":\"rid: 66aa-0b1c\"}";
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
