package org.doorstep.funding;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.page.Where;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * What a caller may see and change of funding. Every statement that reads projects binds it, since the rights on a
 * project are columns of it.
 *
 * @param areas whose federation the caller is
 * @param foundations that the caller speaks for
 */
record FundingSight(boolean admin, Set<UUID> areas, Set<UUID> foundations) {

    /** The caller answers for the project {@code {t}}. */
    static final String MANAGED =
            "(:admin or exists (select from area fa where fa.id = {t}.county_id" + " and fa.path && :areas))";

    /** The caller funds the project {@code {t}}. */
    static final String FUNDED = "exists (select from project_grant fg where fg.project_id = {t}.id"
            + " and fg.foundation_id = any(:foundations))";

    static FundingSight of(Caller caller) {
        return new FundingSight(caller.has(Role.ADMIN), caller.areas(Role.FEDERATION), caller.foundations());
    }

    static FundingSight of(DataFetchingEnvironment environment) {
        return of(Objects.requireNonNull(environment.getGraphQlContext().<Caller>get(Caller.KEY), Caller.KEY));
    }

    /** The condition that the caller may see the project with this alias. */
    static String visible(String alias) {
        return "(" + alias + ".published_at is not null or " + privileged(alias) + ")";
    }

    /** The condition that the caller may see more of the project with this alias than everyone. */
    static String privileged(String alias) {
        return "(" + FUNDED.replace("{t}", alias) + " or " + MANAGED.replace("{t}", alias) + ")";
    }

    static String managed(String alias) {
        return MANAGED.replace("{t}", alias);
    }

    Where bindTo(Where where) {
        return where.bind("admin", admin).bind("areas", array(areas)).bind("foundations", array(foundations));
    }

    /** For a statement that asks only what the caller answers for. */
    GenericExecuteSpec bindManagingTo(GenericExecuteSpec statement) {
        return statement.bind("admin", admin).bind("areas", array(areas));
    }

    GenericExecuteSpec bindTo(GenericExecuteSpec statement) {
        return bindTo(new Where()).bindTo(statement);
    }

    /** Whether the caller may see this foundation. */
    boolean sees(UUID foundation) {
        return admin || !areas.isEmpty() || foundations.contains(foundation);
    }

    private static UUID[] array(Set<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
