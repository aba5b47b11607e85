package org.doorstep.booking;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.doorstep.family.Families;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of bookings, as the family they belong to may see them. */
@Repository
public class Bookings {

    // ids grow with time, and the one sort column is all that the index needs
    private static final Order NEWEST_FIRST = Order.descending("bookings");
    private static final String OF_FAMILY =
            "t.child_id in (select c.id from child c where " + Families.ofPerson("c.family_id") + ")";

    private static final int MAX_MISFITS = 100;

    private final DatabaseClient database;
    private final Pages pages;

    Bookings(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Booking> find(UUID person, UUID id, Selection selection) {
        return pages.find(Booking.PROJECTION, id, selection, new Where().and(OF_FAMILY, "person", person));
    }

    /** The bookings of a basket, in the order in which the children were given. */
    public Mono<List<Booking>> ofBasket(UUID basket, Selection selection) {
        Plan<Booking> plan = Booking.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.basket_id = :basket order by t.id")
                .bind("basket", basket)
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    /** The bookings that ended with a consent that was taken back. */
    Mono<List<Booking>> endedWith(UUID consent, Selection selection) {
        Plan<Booking> plan = Booking.PROJECTION.plan(selection);
        return database.sql(plan.select() + """
                        where t.cancellation_cause = 'CONSENT_WITHDRAWN'
                          and (t.child_id, t.cancelled_at) = (
                              select w.child_id, w.withdrawn_at from consent w where w.id = :consent)
                        order by t.id
                        """)
                .bind("consent", consent)
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    /** The bookings ahead of a child that is too young or too old for them, the earliest session first. */
    Mono<List<Booking>> misfits(UUID child, Selection selection) {
        Plan<Booking> plan = Booking.PROJECTION.plan(selection);
        return database.sql(plan.select()
                        + "where t.child_id = :child and t.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED')"
                        + " and upper(t.period) > now() and " + BookingMisfit.SQL.replace("{t}", "t")
                        + " is not null order by t.period, t.id limit " + MAX_MISFITS)
                .bind("child", child)
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    /** The bookings of several baskets, in the order in which they were made. */
    Mono<List<Booking>> ofBaskets(Collection<UUID> baskets, Selection selection) {
        Plan<Booking> plan = Booking.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.basket_id = any(:baskets) order by t.id")
                .bind("baskets", baskets.toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }

    Mono<Connection<Booking>> ofPerson(
            UUID person, @Nullable List<BookingState> states, PageArguments page, Selection selection) {
        Where where = new Where().and(OF_FAMILY, "person", person);
        if (states != null) {
            where.and(
                    "t.state::text = any(:states)",
                    "states",
                    states.stream().map(BookingState::name).toArray(String[]::new));
        }
        return pages.read(Booking.PROJECTION, selection, NEWEST_FIRST, page, where);
    }
}
