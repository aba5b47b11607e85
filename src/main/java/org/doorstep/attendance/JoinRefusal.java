package org.doorstep.attendance;

import java.time.Instant;
import org.doorstep.platform.refusal.Refusal;

/** How a join of an online session is refused. */
sealed interface JoinRefusal extends Refusal {

    record NotOnline() implements JoinRefusal {}

    record SessionCalledOff() implements JoinRefusal {}

    record JoinNotOpen(Instant opensAt) implements JoinRefusal {}

    record SessionOver(Instant endedAt) implements JoinRefusal {}

    record JoinedTooOften() implements JoinRefusal {}

    record NotJoined() implements JoinRefusal {}
}
