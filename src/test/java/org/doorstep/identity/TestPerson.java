package org.doorstep.identity;

import java.util.UUID;
import org.springframework.http.HttpHeaders;

/** Somebody who is signed in. */
public record TestPerson(UUID personId, String accessToken) {

    /** Puts the access token into the headers of a request. */
    public void authorize(HttpHeaders headers) {
        headers.setBearerAuth(accessToken);
    }

    /** The person's id as the API shows it. */
    public String id() {
        return AccessTokens.PERSON.encode(personId);
    }
}
