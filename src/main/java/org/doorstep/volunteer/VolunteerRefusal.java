package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** How a volunteer is refused. */
sealed interface VolunteerRefusal extends Refusal {

    /** The volunteer is a member of the team already. */
    record AlreadyMember() implements VolunteerRefusal {}

    /** The volunteer is signed up for the shift already. */
    record AlreadySignedUp() implements VolunteerRefusal {}

    /** The caller is a volunteer already. */
    record AlreadyVolunteer() implements VolunteerRefusal {}

    /** Childcare needs a background check that is in force on the day of the shift. */
    record NotCleared() implements VolunteerRefusal {}

    /** The volunteer is not signed up for the shift. */
    record NotSignedUp() implements VolunteerRefusal {}

    /** The caller has not registered as a volunteer. */
    record NotVolunteer() implements VolunteerRefusal {}

    /** All places of the shift are taken. */
    record ShiftFull() implements VolunteerRefusal {}

    /** A clock-in is possible from an hour before the shift until its end. */
    record ShiftNotOpen() implements VolunteerRefusal {}

    /** The volunteer has another shift at the same time. */
    record ShiftOverlap() implements VolunteerRefusal {}

    /** The shift has begun, or its session is called off. */
    record ShiftStarted() implements VolunteerRefusal {}

    /** The volunteer does not have the skill that the shift needs. */
    record SkillMissing() implements VolunteerRefusal {}

    /** The station has a team of this name. */
    record TeamNameTaken() implements VolunteerRefusal {}

    /** The volunteer has not clocked in. */
    record VolunteerNotArrived() implements VolunteerRefusal {}
}
