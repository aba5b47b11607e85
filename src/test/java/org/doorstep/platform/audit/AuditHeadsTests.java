package org.doorstep.platform.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.doorstep.DoorstepTest;
import org.doorstep.platform.crypto.Signatures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Has a database of its own, since it cuts the record as a superuser could; the server keeps no heads meanwhile. */
@DoorstepTest(properties = {"doorstep.test=audit-heads", "doorstep.audit.head-every=1d"})
class AuditHeadsTests {

    @Autowired
    AuditHeads heads;

    @Autowired
    AuditChain chain;

    @Autowired
    AuditVerification verification;

    @Autowired
    Signatures signatures;

    @Autowired
    DatabaseClient database;

    @Autowired
    JsonMapper json;

    @Value("${doorstep.audit.head}")
    Path file;

    @BeforeEach
    void fiveEntriesAndNoHead() throws IOException {
        Files.deleteIfExists(file);
        record(5);
    }

    @Test
    void a_record_that_was_cut_off_seals_and_all_is_found_by_the_head_outside() {
        heads.keep().block();
        long last = number("select max(entry_id) from audit_link");
        cutOffTheLast(3);

        assertThat(verify().firstBroken()).isEqualTo(last);
    }

    @Test
    void without_a_head_outside_the_cut_is_not_seen() {
        cutOffTheLast(3);

        assertThat(verify().firstBroken()).isNull();
        assertThat(verify().outsideHeadAt()).isNull();
    }

    @Test
    void a_record_that_goes_on_from_the_head_is_intact_and_says_what_it_was_compared_with() {
        heads.keep().block();
        OutsideHead kept = Objects.requireNonNull(place().read().block());
        record(2);

        assertThat(verify().firstBroken()).isNull();
        assertThat(verify().outsideHeadAt()).isEqualTo(kept.sealedAt());

        heads.keep().block();
        assertThat(Objects.requireNonNull(place().read().block()).position()).isEqualTo(kept.position() + 2);
    }

    @Test
    void a_record_that_grew_again_after_the_cut_does_not_overwrite_the_evidence() throws IOException {
        heads.keep().block();
        String evidence = Files.readString(file);
        long last = number("select max(entry_id) from audit_link");
        cutOffTheLast(3);
        record(7);

        heads.keep().block();

        assertThat(file).hasContent(evidence);
        assertThat(verify().firstBroken()).isEqualTo(last);
    }

    @Test
    void a_head_that_was_not_signed_here_is_no_head() {
        heads.keep().block();
        OutsideHead kept = Objects.requireNonNull(place().read().block());
        place().write(new OutsideHead(
                        kept.position() - 1, kept.entry() - 1, kept.hash(), kept.sealedAt(), kept.signature()))
                .block();

        assertThat(verify().firstBroken()).isEqualTo(kept.entry() - 1);
    }

    @Test
    void an_address_keeps_the_head_as_well_as_a_file() throws IOException {
        List<String> stored = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/head", exchange -> {
            if (exchange.getRequestMethod().equals("PUT")) {
                stored.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(204, -1);
            } else if (stored.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] body = stored.get(stored.size() - 1).getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/head");
            AuditHeads remote = new AuditHeads(new HeadAddress(address, WebClient.create()), database, signatures);
            assertThat(remote.compare().blockOptional()).isEmpty();

            remote.keep().block();
            assertThat(remote.compare().map(AuditHeads.Compared::held).block()).isTrue();

            cutOffTheLast(1);
            assertThat(remote.compare().map(AuditHeads.Compared::held).block()).isFalse();
            assertThat(stored).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    private HeadPlace place() {
        return new HeadFile(file, json);
    }

    private AuditVerified verify() {
        return Objects.requireNonNull(verification
                .verify(Instant.EPOCH, Instant.now().plus(Duration.ofHours(1)))
                .block());
    }

    private void record(int entries) {
        for (int i = 0; i < entries; i++) {
            // a seal each, so that a cut leaves no seal without its links
            run("insert into audit_entry (action, reason) values ('CHILD_SEEN', 'ROSTER')");
            chain.extend()
                    .then(Mono.defer(() -> database.sql("select count(*) from audit_pending")
                            .mapValue(Long.class)
                            .one()))
                    .repeat()
                    .takeUntil(waiting -> waiting == 0)
                    .blockLast(Duration.ofSeconds(10));
        }
    }

    private void cutOffTheLast(int entries) {
        long from = number("select max(position) from audit_link") - entries;
        for (String table : List.of("audit_entry", "audit_link", "audit_seal")) {
            run("alter table " + table + " disable trigger all");
        }
        run("delete from audit_entry where id in (select entry_id from audit_link where position > " + from + ")");
        run("delete from audit_link where position > " + from);
        run("delete from audit_seal where position > " + from);
        for (String table : List.of("audit_entry", "audit_link", "audit_seal")) {
            run("alter table " + table + " enable trigger all");
        }
    }

    private long number(String sql) {
        return Objects.requireNonNull(
                database.sql(sql).mapValue(Long.class).one().block());
    }

    private void run(String sql) {
        database.sql(sql).fetch().rowsUpdated().block();
    }
}
