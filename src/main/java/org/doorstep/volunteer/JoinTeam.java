package org.doorstep.volunteer;

import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.volunteer.VolunteerRefusal.AlreadyMember;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes a volunteer a member of a team of the home station. */
@Component
class JoinTeam {

    /** A team to join. */
    record Input(String teamId) {}

    /** The caller is a member. */
    record TeamJoined(Team team) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Volunteers volunteers;
    private final Teams teams;

    JoinTeam(DatabaseClient database, Transactions transactions, Volunteers volunteers, Teams teams) {
        this.database = database;
        this.transactions = transactions;
        this.volunteers = volunteers;
        this.teams = teams;
    }

    Mono<TeamJoined> join(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            UUID person = caller.personId();
            UUID team = Team.ID.decode(input.teamId());
            return volunteers
                    .require(person)
                    .flatMap(volunteer -> transactions.writeStatement(insert(volunteer, team)))
                    .onErrorMap(DuplicateKeyException.class, known -> new Refused(new AlreadyMember()))
                    .filter(rows -> rows == 1)
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.teamId()))))
                    .flatMap(rows -> teams.find(team, selection))
                    .map(TeamJoined::new);
        });
    }

    private Mono<Long> insert(UUID volunteer, UUID team) {
        return database.sql("""
                        insert into team_member (team_id, volunteer_id)
                        select t.id, v.id from team t join volunteer v on v.station_id = t.station_id
                        where t.id = :team and v.id = :volunteer
                        """)
                .bind("team", team)
                .bind("volunteer", volunteer)
                .fetch()
                .rowsUpdated();
    }
}
