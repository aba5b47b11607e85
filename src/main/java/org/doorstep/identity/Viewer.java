package org.doorstep.identity;

import java.util.List;
import java.util.UUID;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.personal.Mask;
import org.jspecify.annotations.Nullable;

/**
 * The person or partner of a request, as type {@code Viewer} of the API. A feature that adds a field to it takes the
 * person from here, not from the caller: in the answer to a sign-in the caller is still anonymous.
 */
public final class Viewer {

    /** A role as the API shows it to its holder. */
    record ViewerRole(
            Role role,
            @Nullable String stationId,
            @Nullable String areaId,
            @Nullable String foundationId) {

        private static final IdType STATION = new IdType("sta");
        private static final IdType AREA = new IdType("are");
        private static final IdType FOUNDATION = new IdType("fnd");

        static ViewerRole of(RoleGrant grant) {
            return new ViewerRole(
                    grant.role(),
                    grant.stationId() == null ? null : STATION.encode(grant.stationId()),
                    grant.areaId() == null ? null : AREA.encode(grant.areaId()),
                    grant.foundationId() == null ? null : FOUNDATION.encode(grant.foundationId()));
        }
    }

    private final @Nullable UUID person;
    private final String id;
    private final @Nullable String name;
    private final @Nullable String phone;
    private final @Nullable PhoneVerification phoneVerification;
    private final ViewerLocale locale;
    private final List<RoleGrant> grants;

    private Viewer(
            @Nullable UUID person,
            String id,
            @Nullable String name,
            @Nullable String phone,
            @Nullable PhoneVerification phoneVerification,
            ViewerLocale locale,
            List<RoleGrant> grants) {
        this.person = person;
        this.id = id;
        this.name = name;
        this.phone = phone;
        this.phoneVerification = phoneVerification;
        this.locale = locale;
        this.grants = grants;
    }

    static Viewer of(Person person, List<RoleGrant> grants) {
        return new Viewer(
                person.id(),
                AccessTokens.PERSON.encode(person.id()),
                person.name(),
                Mask.phone(person.phone()),
                person.phoneVerification(),
                person.locale(),
                grants);
    }

    static Viewer of(ApiClients.ApiClient client, List<RoleGrant> grants) {
        return new Viewer(null, client.clientId(), client.name(), null, null, ViewerLocale.ZH_CN, grants);
    }

    /** The person; a fault FORBIDDEN for a partner's program. */
    public UUID personId() {
        if (person == null) {
            throw Fault.forbidden();
        }
        return person;
    }

    public boolean isPerson() {
        return person != null;
    }

    /** The viewer with the rights of now, to judge fields of the viewer by. */
    public Caller asCaller() {
        return person == null
                ? Caller.client(
                        id,
                        grants.stream()
                                .map(RoleGrant::foundationId)
                                .filter(java.util.Objects::nonNull)
                                .findFirst()
                                .orElseThrow())
                : Caller.person(person, grants);
    }

    public String id() {
        return id;
    }

    public @Nullable String name() {
        return name;
    }

    /** Masked. */
    public @Nullable String phone() {
        return phone;
    }

    public @Nullable PhoneVerification phoneVerification() {
        return phoneVerification;
    }

    public List<ViewerRole> roles() {
        return grants.stream().map(ViewerRole::of).toList();
    }

    public ViewerLocale locale() {
        return locale;
    }
}
