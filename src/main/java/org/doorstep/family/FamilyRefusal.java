package org.doorstep.family;

import org.doorstep.platform.refusal.InMessage;
import org.doorstep.platform.refusal.Refusal;

/** How a change of a family is refused. */
sealed interface FamilyRefusal extends Refusal {

    /** The version that was consented to is not the one in force. */
    record ConsentOutdated(@InMessage int currentVersion) implements FamilyRefusal {}

    /** The family has as many children as one family can have here. */
    record TooManyChildren() implements FamilyRefusal {}
}
