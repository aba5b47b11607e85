package org.doorstep.platform.graphiql;

import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@DoorstepTest
class JarFilesTest {

    @Autowired
    WebTestClient client;

    @Test
    void files_of_the_jars_are_not_served_by_their_path() {
        client.get()
                .uri("/_static/graphiql/3.2.0/graphiql.js")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get().uri("/graphiql").exchange().expectStatus().isOk();
    }
}
