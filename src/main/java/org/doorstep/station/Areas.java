package org.doorstep.station;

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

/** The rows of areas. */
@Repository
class Areas {

    private static final Order ORDER = Order.ascending("areas", Area.CODE);

    private final DatabaseClient database;
    private final Pages pages;

    Areas(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Area> find(UUID id, Selection selection) {
        return pages.find(Area.PROJECTION, id, selection, new Where());
    }

    Mono<Connection<Area>> list(AreaFilter filter, PageArguments page, Selection selection) {
        return pages.read(Area.PROJECTION, selection, ORDER, page, filter.where());
    }
}
