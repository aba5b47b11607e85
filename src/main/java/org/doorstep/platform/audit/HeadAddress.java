package org.doorstep.platform.audit;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** The head at an address of the operator's: PUT replaces it, GET gives it back, and 404 means that there is none yet. */
record HeadAddress(URI address, WebClient client) implements HeadPlace {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public Mono<OutsideHead> read() {
        return client.get()
                .uri(address)
                .accept(MediaType.APPLICATION_JSON)
                .retrieve()
                .bodyToMono(OutsideHead.class)
                .onErrorResume(WebClientResponseException.NotFound.class, none -> Mono.empty())
                .timeout(LONGEST);
    }

    @Override
    public Mono<Void> write(OutsideHead head) {
        return client.put()
                .uri(address)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(head)
                .retrieve()
                .toBodilessEntity()
                .timeout(LONGEST)
                .then();
    }
}
