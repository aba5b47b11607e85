package org.doorstep.platform.graphiql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

class GraphiQlRoutesTest {

    private final WebTestClient client = WebTestClient.bindToRouterFunction(
                    new GraphiQlRoutes().graphiQl(new JsonMapper()))
            .build();

    @Test
    void the_page_allows_nothing_inline_and_nothing_from_elsewhere() {
        HttpHeaders headers = get("/graphiql").getResponseHeaders();

        assertThat(headers.getFirst("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .endsWith("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_page_names_only_its_own_assets() {
        Matcher address = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page());

        assertThat(address.results().map(found -> found.group(1)))
                .hasSize(7)
                .allMatch(found -> found.startsWith("/graphiql/assets/") || found.equals("data:,"));
    }

    @Test
    void the_page_is_asked_for_again_but_sent_only_when_it_changed() {
        String tag = String.valueOf(get("/graphiql").getResponseHeaders().getETag());

        assertThat(get("/graphiql").getResponseHeaders().getCacheControl()).isEqualTo("no-cache");
        client.get()
                .uri("/graphiql")
                .header(HttpHeaders.IF_NONE_MATCH, tag)
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void an_asset_is_kept_for_a_year_under_its_version_and_compressed_for_those_who_can() {
        client.get()
                .uri(assetAddress("graphiql.js"))
                .header(HttpHeaders.ACCEPT_ENCODING, "gzip, br")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/javascript;charset=UTF-8")
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=31536000, public, immutable")
                .expectHeader()
                .valueEquals("Content-Encoding", "gzip")
                .expectHeader()
                .valueEquals("Vary", "Accept-Encoding");
        client.get().uri(assetAddress("page.js")).exchange().expectHeader().doesNotExist("Content-Encoding");
    }

    @Test
    void another_version_and_an_unknown_name_are_not_found() {
        client.get()
                .uri("/graphiql/assets/000000000000/graphiql.js")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get()
                .uri(assetAddress("..%2Findex.html"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void the_examples_are_those_of_the_folder() {
        client.get()
                .uri("/graphiql/examples")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.name == 'browse-stations')].persona")
                .isEqualTo("ANONYMOUS");
    }

    private EntityExchangeResult<byte[]> get(String address) {
        return client.get()
                .uri(address)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    private String page() {
        return new String(get("/graphiql").getResponseBody(), StandardCharsets.UTF_8);
    }

    private URI assetAddress(String name) {
        Matcher version = Pattern.compile("/graphiql/assets/(\\w+)/").matcher(page());
        assertThat(version.find()).isTrue();
        return URI.create("/graphiql/assets/%s/%s".formatted(version.group(1), name));
    }
}
