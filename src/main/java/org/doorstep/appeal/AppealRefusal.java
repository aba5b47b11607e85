package org.doorstep.appeal;

import org.doorstep.appeal.NoShowAppeal.NoShowDecision;
import org.doorstep.booking.BookingState;
import org.doorstep.platform.refusal.Refusal;

/** How an appeal, or its decision, is refused. */
sealed interface AppealRefusal extends Refusal {

    /** The family has appealed against this no-show. */
    record AlreadyAppealed() implements AppealRefusal {}

    /** The appeal is decided, and stays so. */
    record AppealAlreadyDecided(NoShowDecision decision) implements AppealRefusal {}

    /** The booking is no no-show. */
    record NotMissed(BookingState state) implements AppealRefusal {}
}
