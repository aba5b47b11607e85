package org.doorstep.attendance;

import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends a join of an online session. */
@Component
class LeaveSession {

    record Input(String bookingId) {}

    record SessionLeft(Integer minutes, Boolean attended) {}

    private final OnlineJoins joins;
    private final Transactions transactions;

    LeaveSession(OnlineJoins joins, Transactions transactions) {
        this.joins = joins;
        this.transactions = transactions;
    }

    Mono<SessionLeft> leave(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        return transactions.write(joins.lock(booking, caller.personId())
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(held -> joins.leave(booking))
                .filter(ended -> ended > 0)
                .switchIfEmpty(Mono.error(() -> new Refused(new AttendanceRefusal.NotJoined())))
                .flatMap(ended -> joins.record(booking))
                .map(presence -> new SessionLeft(presence.minutes(), presence.attended())));
    }
}
