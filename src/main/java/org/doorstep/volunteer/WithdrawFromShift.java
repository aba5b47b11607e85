package org.doorstep.volunteer;

import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.volunteer.VolunteerRefusal.NotSignedUp;
import org.doorstep.volunteer.VolunteerRefusal.ShiftStarted;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives a volunteer's place in a shift back. What triggers add: {@code docs/triggers.md#sign_up}. */
@Component
class WithdrawFromShift {

    /** A shift to withdraw from. */
    record Input(String shiftId) {}

    /** The place is free again. */
    record ShiftWithdrawn(Shift shift) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Volunteers volunteers;
    private final Shifts shifts;

    WithdrawFromShift(DatabaseClient database, Transactions transactions, Volunteers volunteers, Shifts shifts) {
        this.database = database;
        this.transactions = transactions;
        this.volunteers = volunteers;
        this.shifts = shifts;
    }

    Mono<ShiftWithdrawn> withdraw(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            UUID person = caller.personId();
            UUID shift = Shift.ID.decode(input.shiftId());
            return volunteers
                    .require(person)
                    .flatMap(volunteer -> transactions.writeStatement(run(volunteer, shift)))
                    .doOnNext(WithdrawFromShift::refuse)
                    .flatMap(answer -> shifts.find(shift, selection))
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.shiftId()))))
                    .map(ShiftWithdrawn::new);
        });
    }

    private Mono<String> run(UUID volunteer, UUID shift) {
        return database.sql("""
                        with turn as (
                            -- the session before the shift, as who signs up and who calls it off do
                            select x.id from session x join shift s on s.session_id = x.id where s.id = :shift
                            for no key update of x
                        ), gone as (
                            update sign_up u set withdrawn_at = now()
                            from shift s join turn x on x.id = s.session_id
                            where s.id = :shift and u.shift_id = s.id and u.volunteer_id = :volunteer
                              and u.withdrawn_at is null and u.arrived_at is null and now() < s.starts_at
                            returning u.shift_id
                        ), freed as (
                            update shift s set taken = s.taken - 1 from gone where s.id = gone.shift_id returning s.id
                        )
                        select case when exists (select from freed) then 'WITHDRAWN'
                                    when not exists (select from sign_up u
                                                     where u.shift_id = s.id and u.volunteer_id = :volunteer
                                                       and u.withdrawn_at is null) then 'NOT_SIGNED_UP'
                                    when now() >= s.starts_at
                                         or exists (select from sign_up u where u.shift_id = s.id
                                                    and u.volunteer_id = :volunteer and u.arrived_at is not null)
                                        then 'STARTED'
                                    else 'NOT_SIGNED_UP' end
                        from shift s where s.id = :shift
                        """)
                .bind("shift", shift)
                .bind("volunteer", volunteer)
                .mapValue(String.class)
                .one();
    }

    private static void refuse(String answer) {
        if (answer.equals("NOT_SIGNED_UP")) {
            throw new Refused(new NotSignedUp());
        }
        if (answer.equals("STARTED")) {
            throw new Refused(new ShiftStarted());
        }
    }
}
