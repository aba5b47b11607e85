package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.UUID;
import org.doorstep.identity.Caller;

/**
 * Who looks at children's data, and why.
 *
 * @param request the id that the answer carries
 */
public record Access(UUID person, Purpose purpose, String request) {

    public static Access of(Caller caller, Purpose purpose, DataFetchingEnvironment environment) {
        return new Access(
                caller.personId(), purpose, environment.getExecutionId().toString());
    }

    /** Why a child's data is looked at. */
    public enum Purpose {
        ROSTER,
        CONTACT,
        ARRIVAL,
        DEPARTURE,
        NO_SHOW,
        STAFFING,
        CORRECTION,
        CHECK_IN,
        INCIDENT,
        NO_SHOW_APPEAL
    }
}
