package org.doorstep.volunteer;

import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.volunteer.VolunteerRefusal.ShiftNotOpen;
import org.doorstep.volunteer.VolunteerRefusal.VolunteerNotArrived;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Clocks a volunteer in or out by the database's clock. */
@Component
class RecordShiftAttendance {

    /** Which end of a shift is marked. */
    enum ShiftMark {
        ARRIVED,
        LEFT
    }

    /** A clock-in or clock-out to record. */
    record Input(String signUpId, ShiftMark mark) {}

    /** The mark is on record. */
    record ShiftAttendanceRecorded(SignUp signUp) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final SignUps signUps;

    RecordShiftAttendance(DatabaseClient database, Transactions transactions, SignUps signUps) {
        this.database = database;
        this.transactions = transactions;
        this.signUps = signUps;
    }

    Mono<ShiftAttendanceRecorded> record(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            StationRights.requireAny(caller);
            UUID id = SignUp.ID.decode(input.signUpId());
            Mono<Boolean> marked = transactions.writeStatement(
                    input.mark() == ShiftMark.ARRIVED ? arrive(caller, id) : leave(caller, id));
            Refusal refusal = input.mark() == ShiftMark.ARRIVED ? new ShiftNotOpen() : new VolunteerNotArrived();
            return marked.switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.signUpId()))))
                    .filter(Boolean::booleanValue)
                    .switchIfEmpty(Mono.error(() -> new Refused(refusal)))
                    .flatMap(done -> signUps.find(caller, id, selection))
                    .map(ShiftAttendanceRecorded::new);
        });
    }

    private Mono<Boolean> arrive(Caller caller, UUID id) {
        return mark(
                caller,
                id,
                "arrived_at = now(), arrival_recorded_by = :caller",
                "arrived_at",
                "now() between lower(t.period) - interval '1 hour' and upper(t.period)");
    }

    private Mono<Boolean> leave(Caller caller, UUID id) {
        return mark(
                caller,
                id,
                "left_at = greatest(now(), arrived_at), departure_recorded_by = :caller",
                "left_at",
                "t.arrived_at is not null");
    }

    /** Whether the mark is on record, now or from before; empty when the caller does not manage such a sign-up. */
    private Mono<Boolean> mark(Caller caller, UUID id, String assignments, String mark, String allowed) {
        Where where = StationRights.restrict(
                new Where().and("t.id = :id", "id", id).and("t.withdrawn_at is null"), caller, "t.station_id");
        String sql = "with managed as (select t.id, t." + mark + " is not null as known from sign_up t " + where.sql()
                + "), marked as (update sign_up t set " + assignments
                + " from managed m where t.id = m.id and t." + mark + " is null and t.withdrawn_at is null and "
                + allowed
                + " returning t.id) select m.known or exists (select from marked) from managed m";
        return where.bindTo(database.sql(sql))
                .bind("caller", caller.personId())
                .mapValue(Boolean.class)
                .one();
    }
}
