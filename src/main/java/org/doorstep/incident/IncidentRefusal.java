package org.doorstep.incident;

import org.doorstep.platform.refusal.Refusal;

/** How a change of an incident is refused. */
sealed interface IncidentRefusal extends Refusal {

    /** The incident was resolved before. */
    record IncidentAlreadyResolved() implements IncidentRefusal {}
}
