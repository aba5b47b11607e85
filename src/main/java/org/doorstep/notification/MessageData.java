package org.doorstep.notification;

import java.util.List;
import org.doorstep.booking.Booking;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** What a person was told, and which messages the person allowed. */
@Component
class MessageData implements PersonalData {

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("messages", """
                                select m.id, m.kind::text, m.booking_id, m.state::text, m.created_at, m.settled_at, m.read_at
                                from message m where m.person_id = :person order by m.created_at, m.id
                                """).id("id", Message.ID).id("booking_id", Booking.ID),
                CopyPart.of("messageCredits", """
                        select e.template, e.amount, e.reason, e.created_at, c.balance as balance_now
                        from message_credit_entry e
                        join message_credit c on c.person_id = e.person_id and c.template = e.template
                        where e.person_id = :person order by e.id
                        """));
    }
}
