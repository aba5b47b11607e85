package org.doorstep.identity;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

/**
 * A server that keeps the rules of WeChat's sign-in and of its phone button: a code is for one person, works once and for five minutes, and a
 * person may sign in 100 times a minute. It answers as text/plain, as WeChat does.
 */
final class FakeWeChat implements AutoCloseable {

    static final String APP_ID = "wx0123456789abcdef";
    static final String SECRET = "canary-secret-5f2b7d";
    static final String SESSION_KEY = "canary-session-key-91ac";

    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final int SIGN_INS_A_MINUTE = 100;

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Phone> phones = new HashMap<>();
    private final Map<String, Integer> signIns = new HashMap<>();
    private final List<String> blocked = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private Instant now = Instant.parse("2026-09-05T01:00:00Z");
    private int busyAnswers;
    private @Nullable Integer onlyErrcode;
    private String mediaType = "text/plain";
    private int requests;
    private int token;
    private Duration delay = Duration.ZERO;

    private static final class Phone {
        final String number;
        final String countryCode;
        final Instant issuedAt;
        boolean used;

        Phone(String number, String countryCode, Instant issuedAt) {
            this.number = number;
            this.countryCode = countryCode;
            this.issuedAt = issuedAt;
        }
    }

    private static final class Code {
        final String openid;
        final Instant issuedAt;
        boolean used;

        Code(String openid, Instant issuedAt) {
            this.openid = openid;
            this.issuedAt = issuedAt;
        }
    }

    FakeWeChat() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/sns/jscode2session", this::answer)
                        .post("/cgi-bin/stable_token", this::giveToken)
                        .post("/wxa/business/getuserphonenumber", this::givePhone))
                .bindNow();
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What {@code wx.login} would return on this person's phone. */
    synchronized String codeFor(String openid) {
        String code = "canary-code-" + codes.size() + "-" + openid.hashCode();
        codes.put(code, new Code(openid, now));
        return code;
    }

    synchronized void advance(Duration time) {
        now = now.plus(time);
        signIns.clear();
    }

    synchronized void busyFor(int answers) {
        busyAnswers = answers;
    }

    synchronized void answerOnly(@Nullable Integer errcode) {
        onlyErrcode = errcode;
    }

    synchronized void answerAs(String mediaType) {
        this.mediaType = mediaType;
    }

    synchronized void delayBy(Duration delay) {
        this.delay = delay;
    }

    void block(String openid) {
        blocked.add(openid);
    }

    synchronized void exhaust(String openid) {
        signIns.put(openid, SIGN_INS_A_MINUTE);
    }

    synchronized int requests() {
        return requests;
    }

    /**
     * What the phone button would give on the phone of a person with this number.
     *
     * @param countryCode as it stands in the JSON, a number or a text
     */
    synchronized String phoneCodeFor(String number, String countryCode) {
        String code = "canary-phone-code-" + phones.size();
        phones.put(code, new Phone(number, countryCode, now));
        return code;
    }

    /** Another server made WeChat forget the token. */
    synchronized void forgetToken() {
        token++;
    }

    private Mono<Void> giveToken(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().flatMap(body -> send(response, tokenFor(body)));
    }

    private Mono<Void> givePhone(HttpServerRequest request, HttpServerResponse response) {
        String given = first(new QueryStringDecoder(request.uri()).parameters(), "access_token");
        return request.receive().aggregate().asString().flatMap(body -> send(response, phoneFor(given, body)));
    }

    private synchronized Mono<Void> send(HttpServerResponse response, String body) {
        return response.header("Content-Type", mediaType)
                .sendString(Mono.just(body).delayElement(delay))
                .then();
    }

    private synchronized String tokenFor(String body) {
        Map<?, ?> asked = json.readValue(body, Map.class);
        if (!APP_ID.equals(asked.get("appid")) || !SECRET.equals(asked.get("secret"))) {
            return error(40125);
        }
        if (Boolean.TRUE.equals(asked.get("force_refresh"))) {
            token++;
        }
        return "{\"access_token\":\"canary-token-" + token + "\",\"expires_in\":7200}";
    }

    private synchronized String phoneFor(String givenToken, String body) {
        requests++;
        if (!givenToken.equals("canary-token-" + token)) {
            return error(40001);
        }
        if (onlyErrcode != null) {
            return error(onlyErrcode);
        }
        if (busyAnswers > 0) {
            busyAnswers--;
            return error(-1);
        }
        Phone phone = phones.get(String.valueOf(json.readValue(body, Map.class).get("code")));
        if (phone == null || phone.used || phone.issuedAt.plus(CODE_LIFE).isBefore(now)) {
            return error(40029);
        }
        phone.used = true;
        return """
                {"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"%1$s","purePhoneNumber":"%1$s","countryCode":%2$s,
                 "watermark":{"timestamp":1637744274,"appid":"%3$s"}}}
                """.formatted(phone.number, phone.countryCode, APP_ID);
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String body = judge(new QueryStringDecoder(request.uri()).parameters());
        return response.header("Content-Type", mediaType)
                .sendString(Mono.just(body).delayElement(delay))
                .then();
    }

    private synchronized String judge(Map<String, List<String>> query) {
        requests++;
        if (onlyErrcode != null) {
            return error(onlyErrcode);
        }
        if (busyAnswers > 0) {
            busyAnswers--;
            return error(-1);
        }
        if (!APP_ID.equals(first(query, "appid"))) {
            return error(40013);
        }
        if (!SECRET.equals(first(query, "secret")) || !"authorization_code".equals(first(query, "grant_type"))) {
            return error(40125);
        }
        Code code = codes.get(first(query, "js_code"));
        if (code == null || code.issuedAt.plus(CODE_LIFE).isBefore(now)) {
            return error(40029);
        }
        if (code.used) {
            return error(40163);
        }
        if (blocked.contains(code.openid)) {
            return error(40226);
        }
        if (signIns.merge(code.openid, 1, Integer::sum) > SIGN_INS_A_MINUTE) {
            return error(45011);
        }
        code.used = true;
        // no errcode in a success, as in WeChat's answers
        return "{\"session_key\":\"" + SESSION_KEY + "\",\"openid\":\"" + code.openid + "\"}";
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }

    private static String error(int errcode) {
        return "{\"errcode\":" + errcode + ",\"errmsg\":\"rid: 66aa-0b1c\"}";
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
