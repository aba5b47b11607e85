package org.doorstep.custody;

import org.doorstep.platform.refusal.Refusal;

/** How a change of who may collect a child is refused. */
sealed interface CustodyRefusal extends Refusal {

    /** The list has as many people as one child can have. */
    record CollectorListFull() implements CustodyRefusal {}
}
