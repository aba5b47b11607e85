package org.doorstep.identity;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;

/** A verified access token and the caller it names. Rights are the caller's roles, not Spring's authorities. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Jwt token;
    private final transient Caller caller;

    CallerAuthentication(Jwt token, Caller caller) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.token = token;
        this.caller = caller;
        setAuthenticated(true);
    }

    Jwt token() {
        return token;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return Objects.toString(token.getSubject(), "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
