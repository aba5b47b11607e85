package org.doorstep.identity;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sign-in and tokens.
 *
 * @param issuer claim {@code iss} of access tokens
 * @param audience claim {@code aud} of access tokens
 * @param accessTokenLife how long an access token is valid
 * @param refreshTokenLife how long a refresh token is valid; each refresh starts anew
 * @param keyRotation age at which a signing key gets a successor
 * @param roleCache how long an instance may go on with a person's roles after they changed elsewhere
 * @param allowedOrigins origins whose pages may call, as {@code https://api.example.org}: the server's own public one,
 *     which it cannot know, and those of other sites
 */
@ConfigurationProperties("doorstep.identity")
record IdentityProperties(
        @DefaultValue("doorstep") String issuer,
        @DefaultValue("doorstep-api") String audience,
        @DefaultValue("15m") Duration accessTokenLife,
        @DefaultValue("30d") Duration refreshTokenLife,
        @DefaultValue("30d") Duration keyRotation,
        @DefaultValue("5s") Duration roleCache,
        @DefaultValue List<String> allowedOrigins) {}
