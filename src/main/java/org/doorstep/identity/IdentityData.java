package org.doorstep.identity;

import java.util.List;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** The profile, the accounts and the roles of a person. */
@Component
class IdentityData implements PersonalData {

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("profile", """
                                select id, name, phone, phone_source, phone_at, phone_confirmed_at, locale, created_at
                                from person where id = :person
                                """)
                        .id("id", Caller.PERSON)
                        .sealed("name", People::nameContext)
                        .sealed("phone", PhoneNumbers::context),
                CopyPart.of("weChatAccounts", """
                                select person_id, openid, unionid, created_at from wechat_account
                                where person_id = :person order by created_at
                                """)
                        .id("person_id", Caller.PERSON)
                        .sealed("openid", People::openidContext, "person_id")
                        .sealed("unionid", People::unionidContext, "person_id"),
                CopyPart.of("roles", """
                        select g.role, s.name as station, a.name as area, f.name as foundation, g.valid_from, g.valid_until
                        from role_grant g
                        left join station s on s.id = g.station_id
                        left join area a on a.id = g.area_id
                        left join foundation f on f.id = g.foundation_id
                        where g.person_id = :person order by g.valid_from, g.id
                        """),
                CopyPart.of("signIns", """
                        select f.created_at, f.revoked_at, max(t.expires_at) as expires_at
                        from refresh_family f left join refresh_token t on t.family_id = f.id
                        where f.person_id = :person group by f.id order by f.created_at
                        """));
    }
}
