package org.doorstep.privacy;

import java.util.List;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** What the audit record says of a person's children, and of what the person did. */
@Component
class PrivacyData implements PersonalData {

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("recordOfChildren", """
                                select a.at, a.child_id, a.action, a.reason, a.role, s.name as station
                                from audit_entry a left join station s on s.id = a.station_id
                                where a.child_id in (select c.id from child c where\s""" + Families.ofPerson("c.family_id") + ") order by a.id desc")
                        .id("child_id", Child.ID),
                CopyPart.of("recordOfMyActions", """
                        select a.at, a.action, a.reason, a.role, s.name as station
                        from audit_entry a left join station s on s.id = a.station_id
                        where a.actor = :person order by a.id desc
                        """));
    }
}
