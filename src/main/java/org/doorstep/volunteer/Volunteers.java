package org.doorstep.volunteer;

import static org.doorstep.platform.database.Columns.required;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.volunteer.Skills.Skill;
import org.doorstep.volunteer.VolunteerRefusal.NotVolunteer;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of volunteers. */
@Repository
class Volunteers {

    private static final Order BY_JOIN = Order.ascending("volunteers", Volunteer.JOINED_ON);

    private final DatabaseClient database;
    private final Pages pages;

    Volunteers(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Connection<Volunteer>> list(Caller caller, VolunteerFilter filter, PageArguments page, Selection selection) {
        return pages.read(
                Volunteer.PROJECTION, selection, BY_JOIN, page, VolunteerRights.volunteers(filter.where(), caller));
    }

    /** The volunteer if the caller may read it. */
    Mono<Volunteer> find(Caller caller, UUID id, Selection selection) {
        return one(VolunteerRights.volunteers(new Where().and("t.id = :id", "id", id), caller), selection);
    }

    /** The volunteer, for a caller whose right was judged before. */
    Mono<Volunteer> get(UUID id, Selection selection) {
        return one(new Where().and("t.id = :id", "id", id), selection);
    }

    Mono<Volunteer> ofPerson(UUID person, Selection selection) {
        return one(new Where().and("t.person_id = :person", "person", person), selection);
    }

    /** The volunteer that a person is; fails with {@link Refused} and {@link NotVolunteer} when none. */
    Mono<UUID> require(UUID person) {
        return database.sql("select id from volunteer where person_id = :person")
                .bind("person", person)
                .mapValue(UUID.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotVolunteer())));
    }

    private Mono<Volunteer> one(Where where, Selection selection) {
        Plan<Volunteer> plan = Volunteer.PROJECTION.plan(selection);
        return where.bindTo(database.sql(plan.select() + where.sql()))
                .map(row -> plan.read(row))
                .one();
    }

    /** The leaders of teams, as far as the caller may read them. */
    Mono<Map<UUID, Volunteer>> leaders(Caller caller, Collection<UUID> teams, Selection selection) {
        Plan<Volunteer> plan = Volunteer.PROJECTION.plan(selection);
        Where where = VolunteerRights.volunteers(
                new Where().and("t.id = l.leader_id and l.id = any(:teams)", "teams", teams.toArray(UUID[]::new)),
                caller);
        return where.bindTo(database.sql("select l.id, " + plan.columns() + " from team l cross join " + plan.from()
                        + " " + where.sql()))
                .map(row -> Map.entry(required(row, 0, UUID.class), plan.read(row, 1)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Map<UUID, List<Skill>>> skills(Collection<UUID> volunteers) {
        return ByOwner.read(
                volunteers,
                database.sql("""
                        select o.id, k.code, k.name, k.name_en
                        from unnest(:owners) o(id) cross join lateral (
                            select k.* from volunteer_skill v join skill k on k.code = v.skill_code
                            where v.volunteer_id = o.id order by k.position, k.code limit 20) k
                        order by k.position, k.code
                        """),
                row -> new Skill(
                        required(row, 1, String.class),
                        required(row, 2, String.class),
                        required(row, 3, String.class)));
    }

    Mono<Map<UUID, BigDecimal>> hours(Collection<UUID> volunteers, @Nullable Instant from, @Nullable Instant until) {
        return database.sql("""
                        select o.id, coalesce(sum(h.hours), 0.00)
                        from unnest(:owners) o(id)
                        left join shift_hours h on h.volunteer_id = o.id
                         and h.starts_at >= coalesce(:from, '-infinity'::timestamptz)
                         and h.starts_at < coalesce(:until, 'infinity'::timestamptz)
                        group by o.id
                        """)
                .bind("owners", volunteers.toArray(UUID[]::new))
                .bind("from", Parameter.fromOrEmpty(from, Instant.class))
                .bind("until", Parameter.fromOrEmpty(until, Instant.class))
                .map(row -> Map.entry(
                        required(row, 0, UUID.class),
                        required(row, 1, BigDecimal.class)
                                // a zero loses its scale on its way from the database
                                .setScale(2, RoundingMode.UNNECESSARY)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
