package org.doorstep.volunteer;

import java.util.List;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** A person's record as a volunteer. */
@Component
class VolunteerData implements PersonalData {

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("volunteer", """
                                select v.id, v.display_name, v.phone, s.name as station, v.joined_on, v.cleared_until,
                                       array(select k.name from volunteer_skill x join skill k on k.code = x.skill_code
                                             where x.volunteer_id = v.id order by k.position) as skills,
                                       array(select t.name from team_member m join team t on t.id = m.team_id
                                             where m.volunteer_id = v.id order by m.joined_at) as teams
                                from volunteer v join station s on s.id = v.station_id where v.person_id = :person
                                """)
                        .id("id", Volunteer.ID)
                        .sealed("display_name", VolunteerNames::nameContext)
                        .sealed("phone", VolunteerNames::phoneContext),
                CopyPart.of("shifts", """
                                select u.id, s.name as station, h.starts_at, h.ends_at, u.created_at as signed_up_at,
                                       u.withdrawn_at, u.arrived_at, u.left_at, x.hours
                                from sign_up u
                                join volunteer v on v.id = u.volunteer_id
                                join shift h on h.id = u.shift_id
                                join station s on s.id = u.station_id
                                left join shift_hours x on x.sign_up_id = u.id
                                where v.person_id = :person order by u.id
                                """).id("id", SignUp.ID));
    }
}
