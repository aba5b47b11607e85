package org.doorstep.event;

import java.util.UUID;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of events. */
@Repository
class Events {

    private static final Order NEWEST_FIRST = Order.descending("events", Event.CREATED_AT);

    private final DatabaseClient database;
    private final Pages pages;

    Events(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Event> find(UUID id, Selection selection) {
        return pages.find(Event.PROJECTION, id, selection, new Where().and("t.published_at is not null"));
    }

    Mono<Connection<Event>> list(EventFilter filter, PageArguments page, Selection selection) {
        return pages.read(Event.PROJECTION, selection, NEWEST_FIRST, page, filter.where());
    }
}
