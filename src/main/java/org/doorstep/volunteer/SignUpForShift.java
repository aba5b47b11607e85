package org.doorstep.volunteer;

import io.r2dbc.postgresql.api.PostgresqlException;
import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.volunteer.VolunteerRefusal.AlreadySignedUp;
import org.doorstep.volunteer.VolunteerRefusal.NotCleared;
import org.doorstep.volunteer.VolunteerRefusal.ShiftFull;
import org.doorstep.volunteer.VolunteerRefusal.ShiftOverlap;
import org.doorstep.volunteer.VolunteerRefusal.ShiftStarted;
import org.doorstep.volunteer.VolunteerRefusal.SkillMissing;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Signs a volunteer up for a shift, in one statement: it judges, takes the place and writes the sign-up, or does nothing
 * and says why. Two volunteers at once are decided by the row of the shift, two shifts at once of one volunteer by the
 * constraints of the sign-ups. What triggers add: {@code docs/triggers.md#sign_up}.
 */
@Component
class SignUpForShift {

    /** A shift to sign up for. */
    record Input(UUID idempotencyKey, String shiftId) {}

    /** The caller has a place in the shift. */
    record ShiftSignedUp(SignUp signUp) {}

    private static final String STATEMENT = """
            with turn as (
                -- before the shift's row, as who calls the session off does
                select x.id, x.cancelled_at, x.event_id
                from session x join shift s on s.session_id = x.id where s.id = :shift
                for no key update of x
            ), judged as (
                select s.id, case
                    when s.starts_at <= now() or x.cancelled_at is not null then 'STARTED'
                    when (e.kind = 'CHILDCARE' or s.caring)
                         and coalesce(v.cleared_until < (s.ends_at at time zone 'Asia/Shanghai')::date, true)
                        then 'NOT_CLEARED'
                    when s.skill_code is not null
                         and not exists (select from volunteer_skill k
                                         where k.volunteer_id = v.id and k.skill_code = s.skill_code)
                        then 'SKILL_MISSING'
                    when exists (select from sign_up u
                                 where u.shift_id = s.id and u.volunteer_id = v.id and u.withdrawn_at is null)
                        then 'ALREADY'
                    when exists (select from sign_up u
                                 where u.volunteer_id = v.id and u.withdrawn_at is null
                                   and u.period && tstzrange(s.starts_at, s.ends_at))
                        then 'OVERLAP'
                    when s.taken >= s.needed then 'FULL' end as reason
                from shift s
                join turn x on x.id = s.session_id
                join event e on e.id = x.event_id and e.published_at is not null
                join volunteer v on v.id = :volunteer
                where s.id = :shift
            ), place as (
                update shift s set taken = s.taken + 1
                from judged j
                where s.id = j.id and j.reason is null and s.taken < s.needed
                returning s.id, s.county_id, s.station_id, s.starts_at, s.ends_at
            ), signed as (
                insert into sign_up (id, county_id, station_id, shift_id, volunteer_id, period)
                select :id, p.county_id, p.station_id, p.id, :volunteer, tstzrange(p.starts_at, p.ends_at)
                from place p
                returning id
            )
            select case when exists (select from signed) then 'SIGNED' else coalesce(j.reason, 'FULL') end
            from judged j
            """;

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final Volunteers volunteers;
    private final SignUps signUps;

    SignUpForShift(DatabaseClient database, IdempotencyKeys keys, Volunteers volunteers, SignUps signUps) {
        this.database = database;
        this.keys = keys;
        this.volunteers = volunteers;
        this.signUps = signUps;
    }

    Mono<ShiftSignedUp> signUp(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            UUID person = caller.personId();
            UUID shift = Shift.ID.decode(input.shiftId());
            Mono<List<UUID>> work = volunteers.require(person).flatMap(volunteer -> run(volunteer, shift, input));
            return keys.once(person, input.idempotencyKey(), "signUpForShift", input, work)
                    .onErrorMap(DataIntegrityViolationException.class, SignUpForShift::lost)
                    .flatMap(created -> signUps.find(caller, created.get(0), selection))
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.shiftId()))))
                    .map(ShiftSignedUp::new);
        });
    }

    private Mono<List<UUID>> run(UUID volunteer, UUID shift, Input input) {
        UUID id = IdType.next();
        return database.sql(STATEMENT)
                .bind("id", id)
                .bind("volunteer", volunteer)
                .bind("shift", shift)
                .mapValue(String.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.shiftId()))))
                .map(answer -> {
                    if (!answer.equals("SIGNED")) {
                        throw new Refused(refusal(answer));
                    }
                    return List.of(id);
                });
    }

    private static Refusal refusal(String reason) {
        return switch (reason) {
            case "STARTED" -> new ShiftStarted();
            case "NOT_CLEARED" -> new NotCleared();
            case "SKILL_MISSING" -> new SkillMissing();
            case "ALREADY" -> new AlreadySignedUp();
            case "OVERLAP" -> new ShiftOverlap();
            case "FULL" -> new ShiftFull();
            default -> throw new IllegalStateException(reason);
        };
    }

    /** Another request of the same volunteer was faster. */
    private static Throwable lost(DataIntegrityViolationException violation) {
        if (violation.getCause() instanceof PostgresqlException postgres) {
            String constraint = postgres.getErrorDetails().getConstraintName().orElse("");
            if (constraint.equals("sign_up_once")) {
                return new Refused(new AlreadySignedUp());
            }
            if (constraint.equals("sign_up_no_overlap")) {
                return new Refused(new ShiftOverlap());
            }
        }
        return violation;
    }
}
