package org.doorstep.volunteer;

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
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of sign-ups that are in force, or that the station ended. */
@Repository
class SignUps {

    private static final Order LATEST = Order.descending("sign-ups", SignUp.STARTS_AT);

    private final DatabaseClient database;
    private final Pages pages;

    SignUps(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    /** The sign-up if the caller may read it. */
    Mono<SignUp> find(Caller caller, UUID id, Selection selection) {
        Plan<SignUp> plan = SignUp.PROJECTION.plan(selection);
        Where where = VolunteerRights.signUps(new Where().and("t.id = :id", "id", id), caller);
        return where.bindTo(database.sql(plan.select() + where.sql()))
                .map(row -> plan.read(row))
                .one();
    }

    Mono<Map<UUID, List<SignUp>>> ofShifts(Caller caller, Collection<UUID> shifts, int first, Selection selection) {
        Plan<SignUp> plan = SignUp.PROJECTION.plan(selection);
        Where where = VolunteerRights.signUpsInForce(
                new Where().and("t.shift_id = o.id").bind("first", first), caller);
        return ByOwner.read(
                shifts,
                where.bindTo(database.sql("select o.id, p.* from unnest(:owners) o(id) cross join lateral (select "
                        + plan.columns() + " from " + plan.from() + " " + where.sql()
                        + "order by t.created_at, t.id limit :first) p(" + plan.numbered("c") + ")")),
                row -> plan.read(row, 1));
    }

    Mono<Map<UUID, Connection<SignUp>>> ofVolunteers(
            Caller caller, Collection<UUID> volunteers, PageArguments page, Selection selection) {
        return pages.readEach(
                SignUp.PROJECTION,
                selection,
                LATEST,
                page,
                "t.volunteer_id",
                volunteers,
                VolunteerRights.signUps(new Where(), caller));
    }
}
