package org.doorstep.appeal;

import java.util.List;
import org.doorstep.booking.Booking;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** What a person's family said of missed sessions, and what became of it. */
@Component
class AppealData implements PersonalData {

    @Override
    public List<CopyPart> parts() {
        return List.of(CopyPart.of("noShowAppeals", """
                        select a.id, a.child_id, a.booking_id, a.statement, a.made_at, a.decision::text, a.note, a.decided_at
                        from no_show_appeal a join child c on c.id = a.child_id
                        where\s""" + Families.ofPerson("c.family_id") + " order by a.id")
                .id("id", NoShowAppeal.ID)
                .id("child_id", Child.ID)
                .id("booking_id", Booking.ID)
                .sealed("statement", NoShowAppeal::statementContext)
                .sealed("note", NoShowAppeal::noteContext));
    }
}
