package org.doorstep.privacy;

import org.doorstep.platform.refusal.Refusal;

/** How the end of what is kept of a person is refused. */
sealed interface PrivacyRefusal extends Refusal {

    /** A child is at a station, and must be collected first. */
    record ChildPresent() implements PrivacyRefusal {}

    /** The person answers for a station, an area or a foundation, and those roles must end first. */
    record RolesHeld() implements PrivacyRefusal {}
}
