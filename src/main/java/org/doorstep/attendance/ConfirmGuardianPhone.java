package org.doorstep.attendance;

import java.util.Set;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.GuardianPhoneChanged;
import org.doorstep.booking.Booking;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that staff of a station reached a guardian by a phone: by the one that is the guardian's at this moment. */
@Component
class ConfirmGuardianPhone {

    /** The guardian is known to be reached by the phone. */
    record GuardianPhoneConfirmed(RosterGuardian guardian) {}

    record Input(String bookingId, String guardianId, String phone) {

        /** Names no one, since records end up in logs. */
        @Override
        public String toString() {
            return "ConfirmGuardianPhone";
        }
    }

    private final DatabaseClient database;
    private final Transactions transactions;
    private final People people;
    private final Guardians guardians;

    ConfirmGuardianPhone(DatabaseClient database, Transactions transactions, People people, Guardians guardians) {
        this.database = database;
        this.transactions = transactions;
        this.people = people;
        this.guardians = guardians;
    }

    /** Fails with {@link Refused}. */
    Mono<GuardianPhoneConfirmed> confirm(Caller caller, Input input, Access access) {
        return Mono.defer(() -> {
            caller.require(Role.STATION_STAFF, Role.STATION_MASTER);
            Set<UUID> stations = caller.workplaces();
            UUID booking = Booking.ID.decode(input.bookingId());
            String phone = PhoneNumbers.normal(input.phone());
            if (phone == null) {
                throw new Refused(InvalidInput.of("phone", "format"));
            }
            return transactions
                    .writeStatement(write(
                            caller.personId(), stations, booking, Caller.PERSON.decode(input.guardianId()), phone))
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.guardianId()))))
                    .filter(Boolean::booleanValue)
                    .switchIfEmpty(Mono.error(() -> new Refused(new GuardianPhoneChanged())))
                    .flatMap(confirmed -> guardians.ofBookings(Set.of(booking), stations, access))
                    .flatMapIterable(byBooking -> byBooking.values().iterator().next())
                    .filter(guardian -> guardian.id().equals(input.guardianId()))
                    .next()
                    .map(GuardianPhoneConfirmed::new);
        });
    }

    /** Whether the phone was the guardian's; empty when the caller has no such child booked these days. */
    private Mono<Boolean> write(UUID staff, Set<UUID> stations, UUID booking, UUID guardian, String phone) {
        return database.sql("""
                        with asked as (
                            select g.person_id, s.station_id, b.child_id
                            from booking b
                            join session s on s.id = b.session_id
                            join child c on c.id = b.child_id
                            join family_guardian g on g.family_id = c.family_id
                            where b.id = :booking and g.person_id = :guardian and s.station_id = any(:stations)
                              and b.state in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')
                              and upper(b.period) > now() - interval '1 day'
                              -- nobody vouches for the own phone
                              and g.person_id <> :staff
                        ), confirmed as (
                            update person p set phone_confirmed_by = :staff, phone_confirmed_at = now()
                            from asked a where p.id = a.person_id and p.phone_index = :phone
                            returning p.id
                        ), recorded as (
                            insert into audit_entry (actor, role, station_id, action, child_id, subject)
                            select :staff, role_at(:staff, a.station_id), a.station_id, 'GUARDIAN_PHONE_CONFIRMED', a.child_id,
                                   a.person_id
                            from asked a join confirmed on confirmed.id = a.person_id
                        )
                        select exists (select from confirmed) from asked
                        """)
                .bind("booking", booking)
                .bind("guardian", guardian)
                .bind("stations", stations.toArray(UUID[]::new))
                .bind("staff", staff)
                .bind("phone", people.phoneIndex(phone))
                .mapValue(Boolean.class)
                .one();
    }
}
