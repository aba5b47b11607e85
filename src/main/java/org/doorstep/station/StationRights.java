package org.doorstep.station;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Who may manage a station: its staff and its master, the federation of an area that contains it, and administrators.
 * Managing means publishing, seeing who is booked, recording who came, and whatever else is the station's own affair.
 */
@Component
public class StationRights {

    private static final Role[] AT_STATION = {Role.STATION_STAFF, Role.STATION_MASTER};
    private static final Role[] ANY = {Role.STATION_STAFF, Role.STATION_MASTER, Role.FEDERATION, Role.ADMIN};

    private final DatabaseClient database;

    StationRights(DatabaseClient database) {
        this.database = database;
    }

    /** Whether the station exists and the caller may manage it. */
    public Mono<Boolean> mayManage(Caller caller, UUID station) {
        Where where = restrict(new Where().and("t.id = :station", "station", station), caller, "t.id");
        return where.bindTo(database.sql("select 1 from station t " + where.sql()))
                .mapValue(Integer.class)
                .one()
                .hasElement();
    }

    /**
     * The station of an id when the caller may manage it. Fails with {@link Refused} and {@link NotFound} when not, or
     * when it does not exist: the two look the same. Ends in a fault for an id of another type, UNAUTHENTICATED for
     * nobody, and FORBIDDEN for callers who manage no station at all.
     */
    public Mono<UUID> require(Caller caller, String stationId) {
        requireAny(caller);
        UUID station = Station.ID.decode(stationId);
        return mayManage(caller, station)
                .flatMap(may -> may ? Mono.just(station) : Mono.error(() -> new Refused(new NotFound(stationId))));
    }

    /** Those of the stations that the caller may manage; asks the database for the federation of an area only. */
    public Mono<Set<UUID>> managedOf(Caller caller, Set<UUID> stations) {
        if (stations.isEmpty() || caller.has(Role.ADMIN)) {
            return Mono.just(stations);
        }
        Set<UUID> own = new HashSet<>(caller.workplaces());
        own.retainAll(stations);
        if (!caller.has(Role.FEDERATION)) {
            return Mono.just(own);
        }
        Where where = restrict(
                new Where().and("t.id = any(:stations)", "stations", stations.toArray(UUID[]::new)), caller, "t.id");
        return where.bindTo(database.sql("select t.id from station t " + where.sql()))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    /** Whether there may be a station that the caller manages. */
    public static boolean managesAny(Caller caller) {
        return caller.has(ANY);
    }

    /** Ends in a fault unless the caller may manage some station: UNAUTHENTICATED for nobody, FORBIDDEN for others. */
    public static void requireAny(Caller caller) {
        caller.require(ANY);
    }

    /**
     * Adds the condition that a column refers to a station the caller may manage; false for all rows when there is none.
     *
     * @param column of type uuid, such as {@code t.station_id}
     * @return the same conditions, which then have the parameters {@code managedStations} and {@code managedAreas}
     */
    public static Where restrict(Where where, Caller caller, String column) {
        return where.and(condition(where, caller, column));
    }

    /** Ends in a fault unless the caller is the master of some station, or stands above one; its staff are not enough. */
    public static void requireMaster(Caller caller) {
        caller.require(Role.STATION_MASTER, Role.FEDERATION, Role.ADMIN);
    }

    /** As {@link #restrict}, for what the staff of a station may not do. */
    public static Where restrictToMasters(Where where, Caller caller, String column) {
        return where.and(condition(where, caller, column, Role.STATION_MASTER));
    }

    /** The condition of {@link #restrict}, to be joined with others; binds its parameters. */
    public static String condition(Where where, Caller caller, String column) {
        return condition(where, caller, column, AT_STATION);
    }

    private static String condition(Where where, Caller caller, String column, Role... atStation) {
        if (caller.has(Role.ADMIN)) {
            return "true";
        }
        List<String> either = new ArrayList<>(List.of("false"));
        Set<UUID> stations = caller.stations(atStation);
        if (!stations.isEmpty()) {
            either.add(column + " = any(:managedStations)");
            where.bind("managedStations", stations.toArray(UUID[]::new));
        }
        Set<UUID> areas = caller.areas(Role.FEDERATION);
        if (!areas.isEmpty()) {
            either.add(column + " in (select ms.id from station ms join area ma on ma.id = ms.area_id"
                    + " where ma.path && :managedAreas)");
            where.bind("managedAreas", areas.toArray(UUID[]::new));
        }
        return String.join(" or ", either);
    }
}
