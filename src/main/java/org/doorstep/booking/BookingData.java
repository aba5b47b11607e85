package org.doorstep.booking;

import java.util.List;
import org.doorstep.event.Session;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** The bookings of a person's family, and what was decided while they waited. */
@Component
class BookingData implements PersonalData {

    private static final String OF_FAMILY =
            "b.child_id in (select c.id from child c where " + Families.ofPerson("c.family_id") + ")";

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("bookings", """
                                select b.id, b.child_id, b.session_id, e.title as event, t.name as station, s.starts_at,
                                       s.ends_at, b.state::text, b.priority, b.priority_reason::text, b.priority_set_at, b.created_at, b.confirmed_at, b.reconfirm_by,
                                       b.reconfirmed_at, b.cancelled_at, b.cancellation_cause::text
                                from booking b
                                join session s on s.id = b.session_id
                                join event e on e.id = s.event_id
                                join station t on t.id = s.station_id
                                where\s""" + OF_FAMILY + " order by b.id")
                        .id("id", Booking.ID)
                        .id("child_id", Child.ID)
                        .id("session_id", Session.ID),
                CopyPart.of("waitlistDecisions", """
                                select d.session_id, d.decision, d.reason, d.children, d.seats_free, d.decided_at
                                from waitlist_decision d
                                where d.basket_id in (select b.basket_id from booking b where\s""" + OF_FAMILY + """
                                ) order by d.id
                                """).id("session_id", Session.ID));
    }
}
