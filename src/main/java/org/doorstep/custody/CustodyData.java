package org.doorstep.custody;

import java.util.List;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** Who may collect the children of a person's family, and who may not. */
@Component
class CustodyData implements PersonalData {

    private static final String OF_CHILDREN =
            " t join child c on c.id = t.child_id where " + Families.ofPerson("c.family_id") + " order by t.id";

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("collectors", """
                                select t.id, t.child_id, t.name, t.phone, t.relation::text, t.valid_from, t.valid_until,
                                       t.added_at, t.removed_at
                                from collector""" + OF_CHILDREN)
                        .id("id", Collector.ID)
                        .id("child_id", Child.ID)
                        .sealed("name", Collector::nameContext)
                        .sealed("phone", Collector::phoneContext),
                CopyPart.of("barredPersons", """
                                select t.id, t.child_id, t.name, t.phone, t.note, t.barred_at, t.lifted_at
                                from barred_person""" + OF_CHILDREN)
                        .id("id", BarredPerson.ID)
                        .id("child_id", Child.ID)
                        .sealed("name", BarredPerson::nameContext)
                        .sealed("phone", BarredPerson::phoneContext)
                        .sealed("note", BarredPerson::noteContext),
                CopyPart.of("pickUpPasses", """
                                select t.id, t.child_id, t.name, t.day, t.attempts, t.issued_at, t.used_at, t.replaced_at
                                from pick_up_pass""" + OF_CHILDREN)
                        .id("child_id", Child.ID)
                        .sealed("name", PickUpPasses::nameContext));
    }
}
