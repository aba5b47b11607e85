package org.doorstep.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** How a partner's program says who it is: HTTP Basic or the form, as in RFC 6749, section 2.3.1. */
record ClientCredentials(String clientId, String secret) {

    private static final String SCHEME = "Basic ";

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "ClientCredentials of " + clientId;
    }

    static ClientCredentials of(@Nullable String authorization, MultiValueMap<String, String> form)
            throws TokenRequestRejected {
        String formId = form.getFirst("client_id");
        String formSecret = form.getFirst("client_secret");
        if (authorization == null) {
            if (formId == null || formSecret == null) {
                throw TokenRequestRejected.invalidClient();
            }
            return new ClientCredentials(formId, formSecret);
        }
        if (formSecret != null) {
            throw TokenRequestRejected.badRequest("invalid_request");
        }
        ClientCredentials basic = basic(authorization);
        if (formId != null && !formId.equals(basic.clientId())) {
            throw TokenRequestRejected.badRequest("invalid_request");
        }
        return basic;
    }

    private static ClientCredentials basic(String authorization) throws TokenRequestRejected {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw TokenRequestRejected.invalidClient();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (parts.length < 2) {
                throw TokenRequestRejected.invalidClient();
            }
            return new ClientCredentials(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw TokenRequestRejected.invalidClient();
        }
    }
}
