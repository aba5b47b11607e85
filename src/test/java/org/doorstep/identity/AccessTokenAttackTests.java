package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@DoorstepTest
@Import(TestPeople.class)
class AccessTokenAttackTests {

    @Autowired
    WebTestClient client;

    @Autowired
    TestPeople people;

    @Autowired
    KeyRing keyRing;

    @Autowired
    IdentityProperties properties;

    private TestPerson person = new TestPerson(new java.util.UUID(0, 0), "");
    private ECKey key = ECKey.parse(
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}");

    AccessTokenAttackTests() throws java.text.ParseException {}

    @BeforeEach
    void signInSomebody() {
        person = people.guardian();
        key = keyRing.signing().blockOptional().orElseThrow();
    }

    @Test
    void a_proper_token_made_the_same_way_is_accepted() {
        send("Bearer " + AccessTokens.sign(claims().build(), key))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data.viewer.id")
                .isEqualTo(person.id());
    }

    @Test
    void a_token_without_signature_is_rejected() {
        rejected(new PlainJWT(claims().build()).serialize(), "TOKEN_INVALID");
    }

    @Test
    void a_token_signed_with_the_public_key_as_a_secret_is_rejected() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(AccessTokens.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                claims().build());
        token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        rejected(token.serialize(), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"made-up", "../../dev/null", "' or 1=1 --", ""})
    void a_token_of_an_unknown_key_is_rejected(String kid) throws JOSEException {
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        rejected(AccessTokens.sign(claims().build(), stranger), "TOKEN_INVALID");
    }

    @Test
    void a_strangers_signature_under_our_key_id_is_rejected() throws JOSEException {
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
        rejected(AccessTokens.sign(claims().build(), stranger), "TOKEN_INVALID");
    }

    @Test
    void a_token_of_another_type_is_rejected() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims().build());
        token.sign(new ECDSASigner(key));
        rejected(token.serialize(), "TOKEN_INVALID");
    }

    @Test
    void an_expired_token_says_so() {
        rejected(signed(claims().expirationTime(in(Duration.ofSeconds(-31)))), "TOKEN_EXPIRED");
    }

    @Test
    void a_token_that_never_expires_is_rejected() {
        rejected(signed(claims().expirationTime(null)), "TOKEN_INVALID");
    }

    @Test
    void a_token_of_another_issuer_is_rejected() {
        rejected(signed(claims().issuer("somebody-else")), "TOKEN_INVALID");
    }

    @Test
    void a_token_for_another_audience_is_rejected() {
        rejected(signed(claims().audience("another-api")), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "sta_01jd6fzk3qe4v8x2m9t7n5w0ac"})
    void a_token_that_names_no_person_is_rejected(String subject) {
        rejected(signed(claims().subject(subject)), "TOKEN_INVALID");
    }

    @Test
    void a_token_of_an_unknown_partner_is_rejected() {
        rejected(signed(claims().claim("client_id", "nobody-knows")), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer a.b.c", "Bearer \u00e9", "Basic YTpi", "bearer x y"})
    void whatever_else_stands_in_the_header_is_not_taken_for_anonymous(String authorization) {
        rejected(send(authorization), "TOKEN_INVALID", "登录凭证无效，请重新登录。");
    }

    @Test
    void the_reason_is_given_in_english_to_who_asks_for_it() {
        rejected(
                request()
                        .header(HttpHeaders.AUTHORIZATION, "Bearer a.b.c")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, Locale.UK.toLanguageTag())
                        .bodyValue("{\"query\":\"{ viewer { id } }\"}")
                        .exchange(),
                "TOKEN_INVALID",
                "The access token is not valid: sign in again.");
    }

    @Test
    void published_keys_hold_no_private_part() {
        String body = client.get()
                .uri("/oauth2/jwks")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).contains(key.getKeyID()).contains("\"crv\":\"P-256\"").doesNotContain("\"d\"");
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(properties.audience())
                .subject(person.id())
                .expirationTime(in(Duration.ofMinutes(5)));
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return AccessTokens.sign(claims.build(), key);
    }

    private WebTestClient.RequestBodySpec request() {
        return client.post().uri("/graphql").contentType(MediaType.APPLICATION_JSON);
    }

    private WebTestClient.ResponseSpec send(String authorization) {
        return request()
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .bodyValue("{\"query\":\"{ viewer { id } }\"}")
                .exchange();
    }

    private void rejected(String token, String reason) {
        rejected(send("Bearer " + token), reason, reason.equals("TOKEN_EXPIRED") ? "登录已过期，请刷新登录状态。" : "登录凭证无效，请重新登录。");
    }

    private static void rejected(WebTestClient.ResponseSpec answer, String reason, String message) {
        answer.expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.data")
                .doesNotExist()
                .jsonPath("$.errors[0].message")
                .isEqualTo(message)
                .jsonPath("$.errors[0].extensions.code")
                .isEqualTo("UNAUTHENTICATED")
                .jsonPath("$.errors[0].extensions.reason")
                .isEqualTo(reason)
                .jsonPath("$.errors[0].extensions.retryable")
                .isEqualTo(false)
                .jsonPath("$.errors[0].extensions.requestId")
                .isNotEmpty();
    }
}
