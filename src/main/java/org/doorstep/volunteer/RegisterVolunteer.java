package org.doorstep.volunteer;

import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.identity.Role;
import org.doorstep.identity.RoleGrant;
import org.doorstep.identity.RoleGrants;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.Station;
import org.doorstep.volunteer.VolunteerRefusal.AlreadyVolunteer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes a person a volunteer. */
@Component
class RegisterVolunteer {

    /** A volunteer to register. */
    record Input(
            UUID idempotencyKey,
            String displayName,
            @Nullable String phone,
            String stationId,
            List<String> skills) {
        void check() {
            InputCheck check = new InputCheck()
                    .line(displayName, "displayName", 1, 40)
                    .that(phone == null || PhoneNumbers.normal(phone) != null, "phone", "format")
                    .count(skills.size(), "skills", 0, 20);
            VolunteerSkills.check(check, skills);
            check.orRefuse();
        }
    }

    /** The caller is a volunteer. */
    record VolunteerRegistered(Volunteer volunteer) {}

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final RoleGrants roles;
    private final VolunteerNames sight;
    private final VolunteerSkills skills;
    private final Volunteers volunteers;

    RegisterVolunteer(
            DatabaseClient database,
            IdempotencyKeys keys,
            RoleGrants roles,
            VolunteerNames sight,
            VolunteerSkills skills,
            Volunteers volunteers) {
        this.database = database;
        this.keys = keys;
        this.roles = roles;
        this.sight = sight;
        this.skills = skills;
        this.volunteers = volunteers;
    }

    Mono<VolunteerRegistered> register(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            UUID person = caller.personId();
            UUID station = Station.ID.decode(input.stationId());
            input.check();
            UUID id = IdType.next();
            Mono<UUID> role =
                    caller.has(Role.VOLUNTEER) ? Mono.empty() : roles.grant(person, RoleGrant.of(Role.VOLUNTEER), null);
            Mono<List<UUID>> work = insert(id, person, station, input)
                    .then(skills.replace(id, input.skills()))
                    .then(role)
                    .thenReturn(List.of(id));
            return keys.once(person, input.idempotencyKey(), "registerVolunteer", input, work)
                    .onErrorMap(DuplicateKeyException.class, known -> new Refused(new AlreadyVolunteer()))
                    .flatMap(created -> volunteers.get(created.get(0), selection))
                    .map(VolunteerRegistered::new);
        });
    }

    private Mono<Void> insert(UUID id, UUID person, UUID station, Input input) {
        return database.sql("""
                        insert into volunteer (id, county_id, person_id, station_id, display_name, phone)
                        select :id, s.county_id, :person, s.id, :name, :phone from station s where s.id = :station
                        """)
                .bind("id", id)
                .bind("person", person)
                .bind("station", station)
                .bind("name", sight.sealName(input.displayName(), id))
                .bind("phone", Parameter.fromOrEmpty(sight.sealPhone(input.phone(), id), byte[].class))
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.stationId()))))
                .then();
    }
}
