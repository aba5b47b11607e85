package org.doorstep.catalog;

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

/** The rows of the service catalogue. */
@Repository
class Services {

    private static final Order ORDER = Order.ascending("services", Service.POSITION);

    private final DatabaseClient database;
    private final Pages pages;

    Services(DatabaseClient database, Pages pages) {
        this.database = database;
        this.pages = pages;
    }

    Mono<Service> find(UUID id, Selection selection) {
        return pages.find(Service.PROJECTION, id, selection, new Where());
    }

    Mono<Connection<Service>> list(ServiceFilter filter, PageArguments page, Selection selection) {
        return pages.read(Service.PROJECTION, selection, ORDER, page, filter.where());
    }
}
