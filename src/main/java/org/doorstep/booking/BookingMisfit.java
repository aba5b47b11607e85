package org.doorstep.booking;

import org.doorstep.platform.projection.Column;
import org.jspecify.annotations.Nullable;

/** A child is not of the age that the event of its booking is for, on the day of the session. */
public record BookingMisfit(Reason reason, int age, int minAge, int maxAge) {

    /** How it does not fit. */
    public enum Reason {
        TOO_YOUNG,
        TOO_OLD
    }

    /** The child's age and those of the event, when a booking that is ahead does not fit; {@code {t}} is the booking. */
    static final String SQL = """
            (select array[completed_years(c.birth_date, (s.starts_at at time zone 'Asia/Shanghai')::date),
                          e.min_age, e.max_age]
             from child c, session s join event e on e.id = s.event_id
             where c.id = {t}.child_id and s.id = {t}.session_id
               and {t}.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and s.ends_at > now()
               and age_misfit(c.birth_date, s.starts_at, e.min_age, e.max_age) is not null)
            """;

    public static final Column<Integer[]> COLUMN = Column.computed("misfit", SQL, Integer[].class);

    public static @Nullable BookingMisfit of(Integer @Nullable [] ages) {
        return ages == null
                ? null
                : new BookingMisfit(ages[0] < ages[1] ? Reason.TOO_YOUNG : Reason.TOO_OLD, ages[0], ages[1], ages[2]);
    }
}
