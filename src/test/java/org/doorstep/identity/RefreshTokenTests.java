package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

@DoorstepTest
@Import(TestPeople.class)
class RefreshTokenTests {

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    RefreshTokens refreshTokens;

    @Autowired
    DatabaseClient database;

    @Test
    void a_refresh_token_brings_a_new_pair() {
        TestPerson person = people.guardian();
        GraphQlTester.Response answer = refresh(firstTokenOf(person));
        answer.path("refreshSession.viewer.id").entity(String.class).isEqualTo(person.id());
        refresh(answer.path("refreshSession.refreshToken").entity(String.class).get())
                .path("refreshSession.__typename")
                .entity(String.class)
                .isEqualTo("SignedIn");
    }

    @Test
    void using_a_token_twice_ends_the_whole_family() {
        TestPerson person = people.guardian();
        String otherDevice = firstTokenOf(person);
        String first = firstTokenOf(person);
        String second = refresh(first)
                .path("refreshSession.refreshToken")
                .entity(String.class)
                .get();

        refused(refresh(first));
        refused(refresh(second));
        refresh(otherDevice)
                .path("refreshSession.__typename")
                .entity(String.class)
                .isEqualTo("SignedIn");
    }

    @Test
    void of_many_uses_at_once_one_wins() {
        String token = firstTokenOf(people.guardian());
        List<Optional<RefreshTokens.Issued>> answers = Flux.range(0, 16)
                .flatMap(i -> refreshTokens.rotate(token).map(Optional::of).defaultIfEmpty(Optional.empty()), 16)
                .collectList()
                .blockOptional()
                .orElseThrow();
        List<RefreshTokens.Issued> won =
                answers.stream().flatMap(Optional::stream).toList();
        assertThat(won).hasSize(1);
        // the losers gave the theft away
        refused(refresh(won.get(0).token()));
    }

    @Test
    void an_expired_token_is_refused() {
        String token = firstTokenOf(people.guardian());
        database.sql("update refresh_token set expires_at = now() where hash = :hash")
                .bind("hash", RefreshTokens.hash(token))
                .fetch()
                .rowsUpdated()
                .block();
        refused(refresh(token));
    }

    @Test
    void an_unknown_token_is_refused() {
        refused(refresh("made-up"));
    }

    @Test
    void a_sign_out_ends_the_session_once() {
        String token = firstTokenOf(people.guardian());
        assertThat(signOut(token)).isTrue();
        assertThat(signOut(token)).isFalse();
        assertThat(signOut("made-up")).isFalse();
        refused(refresh(token));
    }

    private String firstTokenOf(TestPerson person) {
        UUID id = person.personId();
        return refreshTokens.begin(id).blockOptional().orElseThrow().token();
    }

    private boolean signOut(String token) {
        return tester.document("""
                        mutation Out($token: String!) {
                          signOut(input: {refreshToken: $token}) { ... on SignedOut { ended } } }
                        """)
                .variable("token", token)
                .execute()
                .path("signOut.ended")
                .entity(Boolean.class)
                .get();
    }

    private GraphQlTester.Response refresh(String token) {
        return tester.document("""
                        mutation Refresh($token: String!) { refreshSession(input: {refreshToken: $token}) {
                          __typename
                          ... on SignedIn { accessToken refreshToken viewer { id } }
                          ... on Refusal { code message } } }
                        """).variable("token", token).execute();
    }

    private static void refused(GraphQlTester.Response answer) {
        answer.path("refreshSession.code")
                .entity(String.class)
                .isEqualTo("REFRESH_TOKEN_INVALID")
                .path("refreshSession.message")
                .entity(String.class)
                .isEqualTo("登录状态已失效，请重新登录。");
    }
}
