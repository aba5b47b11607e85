package org.doorstep.volunteer;

import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.volunteer.VolunteerRefusal.TeamNameTaken;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Founds a team of a station. */
@Component
class CreateTeam {

    /** A team to found. */
    record Input(
            UUID idempotencyKey,
            String stationId,
            String name,
            @Nullable String role,
            String leaderId) {}

    /** The team exists. */
    record TeamCreated(Team team) {}

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final StationRights rights;
    private final Teams teams;

    CreateTeam(DatabaseClient database, IdempotencyKeys keys, StationRights rights, Teams teams) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.teams = teams;
    }

    Mono<TeamCreated> create(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
                    StationRights.requireAny(caller);
                    new InputCheck()
                            .line(input.name(), "name", 2, 40)
                            .code(input.role(), "role")
                            .orRefuse();
                    return rights.require(caller, input.stationId());
                })
                .flatMap(station -> {
                    UUID leader = Volunteer.ID.decode(input.leaderId());
                    Mono<List<UUID>> work = roleKnown(input.role()).then(insert(station, leader, input));
                    return keys.once(caller.personId(), input.idempotencyKey(), "createTeam", input, work);
                })
                .onErrorMap(DuplicateKeyException.class, taken -> new Refused(new TeamNameTaken()))
                .flatMap(created -> teams.find(created.get(0), selection))
                .map(TeamCreated::new);
    }

    private Mono<Boolean> roleKnown(@Nullable String role) {
        return role == null
                ? Mono.empty()
                : database.sql("select 1 from volunteer_role where code = :role")
                        .bind("role", role)
                        .mapValue(Integer.class)
                        .one()
                        .hasElement()
                        .filter(Boolean::booleanValue)
                        .switchIfEmpty(Mono.error(() -> new Refused(InvalidInput.of("role", "format"))));
    }

    private Mono<List<UUID>> insert(UUID station, UUID leader, Input input) {
        UUID id = IdType.next();
        return database.sql("""
                        with founded as (
                            insert into team (id, county_id, station_id, name, role_code, leader_id)
                            select :id, s.county_id, s.id, :name, :role, v.id
                            from station s join volunteer v on v.id = :leader and v.station_id = s.id
                            where s.id = :station
                            returning id, leader_id
                        )
                        insert into team_member (team_id, volunteer_id) select id, leader_id from founded
                        """)
                .bind("id", id)
                .bind("station", station)
                .bind("name", input.name().strip())
                .bind("role", Parameter.fromOrEmpty(input.role(), String.class))
                .bind("leader", leader)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.leaderId()))))
                .thenReturn(List.of(id));
    }
}
