package org.doorstep.volunteer;

import static org.doorstep.platform.database.Columns.required;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Plans a shift on a session. */
@Component
class PlanShift {

    /** A shift to plan. */
    record Input(
            UUID idempotencyKey,
            String sessionId,
            @Nullable String role,
            @Nullable String skill,
            int needed,
            boolean caring,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {}

    /** Volunteers can sign up for the shift. */
    record ShiftPlanned(Shift shift) {}

    private static final Duration MARGIN = Duration.ofHours(4);

    /** A session, and whether what the input names exists. */
    private record Target(
            Instant startsAt, Instant endsAt, Instant now, boolean cancelled, boolean roleKnown, boolean skillKnown) {}

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final StationRights rights;
    private final Shifts shifts;

    PlanShift(DatabaseClient database, IdempotencyKeys keys, StationRights rights, Shifts shifts) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.shifts = shifts;
    }

    Mono<ShiftPlanned> plan(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            StationRights.requireAny(caller);
            new InputCheck()
                    .code(input.role(), "role")
                    .code(input.skill(), "skill")
                    .orRefuse();
            UUID session = Session.ID.decode(input.sessionId());
            Mono<List<UUID>> work = target(session, input)
                    .filter(target -> !target.cancelled())
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.sessionId()))))
                    .flatMap(target -> insert(session, target, input));
            return managed(caller, session)
                    .filter(Boolean::booleanValue)
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.sessionId()))))
                    .then(Mono.defer(
                            () -> keys.once(caller.personId(), input.idempotencyKey(), "planShift", input, work)))
                    .flatMap(created -> shifts.find(created.get(0), selection))
                    .map(ShiftPlanned::new);
        });
    }

    private Mono<Boolean> managed(Caller caller, UUID session) {
        return database.sql("select s.station_id from session s join event e on e.id = s.event_id"
                        + " where s.id = :session and e.published_at is not null")
                .bind("session", session)
                .mapValue(UUID.class)
                .one()
                .flatMap(station -> rights.mayManage(caller, station));
    }

    private Mono<Target> target(UUID session, Input input) {
        return database.sql("""
                        select s.starts_at, s.ends_at, now(), s.cancelled_at is not null,
                               :role::text is null or exists (select from volunteer_role where code = :role),
                               :skill::text is null or exists (select from skill where code = :skill)
                        from session s where s.id = :session
                        """)
                .bind("session", session)
                .bind("role", Parameter.fromOrEmpty(input.role(), String.class))
                .bind("skill", Parameter.fromOrEmpty(input.skill(), String.class))
                .map(row -> new Target(
                        required(row, 0, Instant.class),
                        required(row, 1, Instant.class),
                        required(row, 2, Instant.class),
                        Boolean.TRUE.equals(row.get(3, Boolean.class)),
                        Boolean.TRUE.equals(row.get(4, Boolean.class)),
                        Boolean.TRUE.equals(row.get(5, Boolean.class))))
                .one();
    }

    private Mono<List<UUID>> insert(UUID session, Target target, Input input) {
        Instant startsAt = Objects.requireNonNullElse(input.startsAt(), target.startsAt());
        Instant endsAt = Objects.requireNonNullElse(input.endsAt(), target.endsAt());
        new InputCheck()
                .range(input.needed(), "needed", 1, 200)
                .that(target.roleKnown(), "role", "format")
                .that(target.skillKnown(), "skill", "format")
                .that(startsAt.isAfter(target.now()), "startsAt", "future")
                .that(startsAt.isBefore(endsAt), "startsAt", "order", "startsAt", "endsAt")
                .that(!startsAt.isBefore(target.startsAt().minus(MARGIN)), "startsAt", "within-session")
                .that(!endsAt.isAfter(target.endsAt().plus(MARGIN)), "endsAt", "within-session")
                .that(Duration.between(startsAt, endsAt).toHours() < 24, "endsAt", "within-session")
                .orRefuse();
        UUID id = IdType.next();
        return database.sql("""
                        insert into shift (id, county_id, station_id, session_id, role_code, skill_code, needed,
                                           caring, starts_at, ends_at)
                        select :id, s.county_id, s.station_id, s.id, :role, :skill, :needed, :caring, :startsAt, :endsAt
                        from session s where s.id = :session and s.cancelled_at is null
                        """)
                .bind("id", id)
                .bind("session", session)
                .bind("role", Parameter.fromOrEmpty(input.role(), String.class))
                .bind("skill", Parameter.fromOrEmpty(input.skill(), String.class))
                .bind("needed", input.needed())
                .bind("caring", input.caring())
                .bind("startsAt", startsAt)
                .bind("endsAt", endsAt)
                .fetch()
                .rowsUpdated()
                .thenReturn(List.of(id));
    }
}
