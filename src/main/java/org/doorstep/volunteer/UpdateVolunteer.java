package org.doorstep.volunteer;

import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes the caller's own profile. */
@Component
class UpdateVolunteer {

    /** What to change in the own profile. */
    record Input(
            @Nullable String displayName,
            @Nullable String phone,
            @Nullable String stationId,
            @Nullable List<String> skills) {
        void check() {
            InputCheck check = new InputCheck()
                    .line(displayName, "displayName", 1, 40)
                    .that(phone == null || PhoneNumbers.normal(phone) != null, "phone", "format")
                    .count(skills == null ? 0 : skills.size(), "skills", 0, 20);
            VolunteerSkills.check(check, skills);
            check.orRefuse();
        }
    }

    /** The profile was changed. */
    record VolunteerUpdated(Volunteer volunteer) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final VolunteerNames sight;
    private final VolunteerSkills skills;
    private final Volunteers volunteers;

    UpdateVolunteer(
            DatabaseClient database,
            Transactions transactions,
            VolunteerNames sight,
            VolunteerSkills skills,
            Volunteers volunteers) {
        this.database = database;
        this.transactions = transactions;
        this.sight = sight;
        this.skills = skills;
        this.volunteers = volunteers;
    }

    Mono<VolunteerUpdated> update(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            UUID person = caller.personId();
            UUID station = input.stationId() == null ? null : Station.ID.decode(input.stationId());
            input.check();
            Mono<UUID> work = volunteers
                    .require(person)
                    .flatMap(id -> write(id, station, input).thenReturn(id));
            return transactions
                    .write(work)
                    .flatMap(id -> volunteers.get(id, selection))
                    .map(VolunteerUpdated::new);
        });
    }

    private Mono<Void> write(UUID id, @Nullable UUID station, Input input) {
        String name = input.displayName();
        byte[] sealed = name == null ? null : sight.sealName(name, id);
        List<String> codes = input.skills();
        return database.sql("""
                        update volunteer v
                        set display_name = coalesce(:name, v.display_name), phone = coalesce(:phone, v.phone),
                            station_id = s.id, county_id = s.county_id
                        from station s
                        where v.id = :id and s.id = coalesce(:station, v.station_id)
                        """)
                .bind("id", id)
                .bind("name", Parameter.fromOrEmpty(sealed, byte[].class))
                .bind("phone", Parameter.fromOrEmpty(sight.sealPhone(input.phone(), id), byte[].class))
                .bind("station", Parameter.fromOrEmpty(station, UUID.class))
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(String.valueOf(input.stationId())))))
                .then(codes == null ? Mono.empty() : skills.replace(id, codes));
    }
}
