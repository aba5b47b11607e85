package org.doorstep.family;

import java.util.List;
import org.doorstep.identity.Caller;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** The family of a person: its children, what was consented to, and who may collect them. */
@Component
class FamilyData implements PersonalData {

    private static final String OF_CHILDREN =
            " t join child c on c.id = t.child_id where " + Families.ofPerson("c.family_id") + " order by t.id";

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("guardians", """
                                select t.person_id, t.relation::text, t.created_at from family_guardian t
                                where\s""" + Families.ofPerson("t.family_id") + " order by t.created_at")
                        .id("person_id", Caller.PERSON),
                CopyPart.of("children", """
                                select t.id, t.nickname, t.birth_date, t.notes, t.created_at from child t
                                where\s""" + Families.ofPerson("t.family_id") + " order by t.id")
                        .id("id", Child.ID)
                        .sealed("nickname", Child::nicknameContext)
                        .sealed("notes", Child::notesContext),
                CopyPart.of("consents", """
                                select t.id, t.child_id, t.purpose::text, t.version, t.given_by, t.given_at, t.withdrawn_at
                                from consent""" + OF_CHILDREN)
                        .id("id", Consent.ID)
                        .id("child_id", Child.ID)
                        .id("given_by", Caller.PERSON),
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
