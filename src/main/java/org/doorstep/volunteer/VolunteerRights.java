package org.doorstep.volunteer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;

/** Who may read what about volunteers. */
final class VolunteerRights {

    private static final Role[] OF_VOLUNTEERS = {
        Role.VOLUNTEER, Role.STATION_STAFF, Role.STATION_MASTER, Role.FEDERATION, Role.ADMIN
    };

    private VolunteerRights() {}

    /** Ends in a fault unless the caller may read some volunteers: UNAUTHENTICATED for nobody, FORBIDDEN for others. */
    static void require(Caller caller) {
        caller.require(OF_VOLUNTEERS);
    }

    /** Adds the condition that the caller may read the volunteer {@code t}; false for all rows when none. */
    static Where volunteers(Where where, Caller caller) {
        List<String> either = new ArrayList<>(List.of(StationRights.condition(where, caller, "t.station_id")));
        if (caller.isPerson()) {
            either.add("t.person_id = :self");
            where.bind("self", caller.personId());
        }
        if (caller.isPerson() && caller.has(Role.VOLUNTEER)) {
            either.add("t.station_id in (select me.station_id from volunteer me where me.person_id = :self)");
            either.add(
                    "exists (select from team_member a join team_member b on b.team_id = a.team_id"
                            + " join volunteer me on me.id = b.volunteer_id where a.volunteer_id = t.id and me.person_id = :self)");
        }
        if (!caller.has(Role.ADMIN) && caller.has(Role.STATION_STAFF, Role.STATION_MASTER)) {
            either.add("exists (select from sign_up u where u.volunteer_id = t.id and u.withdrawn_at is null"
                    + " and u.station_id = any(:managedStations))");
        }
        return where.and("t.erased_at is null").and(String.join(" or ", either));
    }

    /** Adds the condition that the sign-up {@code t} is in force and the caller's own, or at a station the caller manages. */
    static Where signUpsInForce(Where where, Caller caller) {
        return signUps(where.and("t.withdrawn_at is null"), caller);
    }

    /** As {@link #signUpsInForce}, with those that the station ended. */
    static Where signUps(Where where, Caller caller) {
        where.and("t.withdrawn_at is null or t.withdrawal_cause is not null");
        String condition = StationRights.condition(where, caller, "t.station_id");
        if (caller.isPerson()) {
            condition += " or t.volunteer_id in (select me.id from volunteer me where me.person_id = :self)";
            where.bind("self", caller.personId());
        }
        return where.and(condition);
    }

    /** The stations where the caller sees volunteers by their full name. */
    static UUID[] stationsOf(Caller caller) {
        return caller.workplaces().toArray(UUID[]::new);
    }
}
