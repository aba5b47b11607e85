package org.doorstep.family;

import java.util.List;
import org.doorstep.identity.Caller;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** The family of a person: its children, and what was consented to. */
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
                        .id("given_by", Caller.PERSON));
    }
}
