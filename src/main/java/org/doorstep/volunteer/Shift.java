package org.doorstep.volunteer;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.event.Session;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.doorstep.volunteer.Skills.Skill;
import org.doorstep.volunteer.Skills.VolunteerRole;
import org.jspecify.annotations.Nullable;

/** Help wanted at a session, from a beginning to an end (班次). */
record Shift(Selected row) implements Node {

    static final IdType ID = new IdType("shf");

    private static final Column<Instant> STARTS_AT = Column.of("starts_at", Instant.class);
    private static final Column<Instant> ENDS_AT = Column.of("ends_at", Instant.class);
    private static final Column<Integer> NEEDED = Column.of("needed", Integer.class);
    private static final Column<Integer> PLACES_LEFT = Column.computed("places_left", """
                    (case when exists (select from session s where s.id = {t}.session_id and s.cancelled_at is not null)
                          then 0 else {t}.needed - {t}.taken end)
                    """, Integer.class);
    private static final Column<Boolean> CARING = Column.of("caring", Boolean.class);
    private static final Column<String> ROLE_CODE = Column.of("role_code", String.class);
    private static final Column<String> ROLE_NAME = Column.computed(
            "role_name", "(select r.name from volunteer_role r where r.code = {t}.role_code)", String.class);
    private static final Column<String> ROLE_NAME_EN = Column.computed(
            "role_name_en", "(select r.name_en from volunteer_role r where r.code = {t}.role_code)", String.class);
    private static final Column<String> SKILL_CODE = Column.of("skill_code", String.class);
    private static final Column<String> SKILL_NAME =
            Column.computed("skill_name", "(select r.name from skill r where r.code = {t}.skill_code)", String.class);
    private static final Column<String> SKILL_NAME_EN = Column.computed(
            "skill_name_en", "(select r.name_en from skill r where r.code = {t}.skill_code)", String.class);
    private static final ToOne<Session> SESSION = ToOne.by("session_id", "session", () -> Session.PROJECTION);

    static final Projection<Shift> PROJECTION = Projection.of("shift", Shift::new)
            .field("startsAt", STARTS_AT)
            .field("endsAt", ENDS_AT)
            .field(NEEDED)
            .field(CARING)
            .field("placesLeft", PLACES_LEFT)
            .field("role", ROLE_CODE, ROLE_NAME, ROLE_NAME_EN)
            .field("skill", SKILL_CODE, SKILL_NAME, SKILL_NAME_EN)
            .one(SESSION);

    UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public Instant startsAt() {
        return row.get(STARTS_AT);
    }

    public Instant endsAt() {
        return row.get(ENDS_AT);
    }

    public Integer needed() {
        return row.get(NEEDED);
    }

    public Boolean caring() {
        return row.get(CARING);
    }

    public Integer placesLeft() {
        return row.get(PLACES_LEFT);
    }

    public @Nullable VolunteerRole role() {
        String code = row.find(ROLE_CODE);
        return code == null ? null : new VolunteerRole(code, row.get(ROLE_NAME), row.get(ROLE_NAME_EN));
    }

    public @Nullable Skill skill() {
        String code = row.find(SKILL_CODE);
        return code == null ? null : new Skill(code, row.get(SKILL_NAME), row.get(SKILL_NAME_EN));
    }

    public Session session() {
        return row.get(SESSION);
    }
}
