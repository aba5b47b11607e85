package org.doorstep.timetable;

import java.util.List;
import org.doorstep.event.SessionState;
import org.doorstep.platform.refusal.InMessage;
import org.doorstep.platform.refusal.Refusal;

/** How a change of a session is refused. */
sealed interface TimetableRefusal extends Refusal {

    /** More places are taken than there would be. */
    record CapacityBelowBookings(@InMessage int seatsTaken, List<String> bookingIds) implements TimetableRefusal {}

    /** Children have a place in another session at the new time. */
    record ChildrenElsewhere(@InMessage int children, List<String> bookingIds) implements TimetableRefusal {}

    /** Children have come to the session. */
    record ChildrenPresent(@InMessage int children) implements TimetableRefusal {}

    /** The session has come too far to be changed like this. */
    record SessionNotChangeable(SessionState state) implements TimetableRefusal {}
}
