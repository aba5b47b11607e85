package org.doorstep.identity;

import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What callers may know of themselves. */
@Component
class Viewers {

    private final People people;
    private final RoleGrants roleGrants;
    private final ApiClients apiClients;

    Viewers(People people, RoleGrants roleGrants, ApiClients apiClients) {
        this.people = people;
        this.roleGrants = roleGrants;
        this.apiClients = apiClients;
    }

    /** Empty for an anonymous caller. */
    Mono<Viewer> of(Caller caller) {
        String clientId = caller.clientId();
        if (clientId != null) {
            return apiClients.enabled(clientId).map(client -> Viewer.of(client, caller.grants()));
        }
        return caller.isPerson() ? person(caller.personId()) : Mono.empty();
    }

    Mono<Viewer> person(UUID personId) {
        return Mono.zip(people.find(personId), roleGrants.of(personId), Viewer::of);
    }
}
