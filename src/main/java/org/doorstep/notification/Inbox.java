package org.doorstep.notification;

import static org.doorstep.platform.database.Columns.required;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The messages of a person, whether WeChat brought them or not. */
@Repository
class Inbox {

    private static final String STANDS = "%1$s.lapsed is not true and message_stands(%1$s)";
    private static final Order NEWEST_FIRST = Order.descending("messages", Message.CREATED_AT);

    private final DatabaseClient database;
    private final Pages pages;
    private final Transactions transactions;

    Inbox(DatabaseClient database, Pages pages, Transactions transactions) {
        this.database = database;
        this.pages = pages;
        this.transactions = transactions;
    }

    Mono<Connection<Message>> ofPerson(UUID person, @Nullable Boolean unread, PageArguments page, Selection selection) {
        Where where = new Where().and("t.person_id = :person", "person", person).and(STANDS.formatted("t"));
        if (unread != null) {
            where.and("(t.read_at is null) = :unread", "unread", unread);
        }
        return pages.read(Message.PROJECTION, selection, NEWEST_FIRST, page, where);
    }

    /** Those of a person that stand among the messages, which are read from now on. */
    Mono<List<Message>> read(UUID person, Collection<UUID> ids, Selection selection) {
        Plan<Message> plan = Message.PROJECTION.plan(selection);
        UUID[] messages = ids.toArray(UUID[]::new);
        return transactions
                .writeStatement(database.sql("""
                                update message set read_at = now()
                                where id = any(:ids) and person_id = :person and read_at is null
                                """)
                        .bind("ids", messages)
                        .bind("person", person)
                        .fetch()
                        .rowsUpdated())
                .then(database.sql(plan.select()
                                + "where t.id = any(:ids) and t.person_id = :person and " + STANDS.formatted("t")
                                + " order by t.created_at, t.id")
                        .bind("ids", messages)
                        .bind("person", person)
                        .map(row -> plan.read(row))
                        .all()
                        .collectList());
    }

    /**
     * How many guardians have not heard, by WeChat or in the mini-program, that a session changed or that the station
     * took a place back. Of the sessions that the caller may manage.
     */
    Mono<Map<UUID, Integer>> unreachable(Collection<UUID> sessions, Caller caller) {
        Where where = StationRights.restrict(
                new Where().and("s.id = any(:sessions)", "sessions", sessions.toArray(UUID[]::new)),
                caller,
                "s.station_id");
        return where.bindTo(database.sql("""
                        select s.id, count(distinct m.person_id)::int
                        from session s
                        left join message m on m.session_id = s.id and m.kind in ('CHANGE', 'CANCELLATION')
                            and m.state in ('UNREACHABLE', 'FAILED') and m.read_at is null and %s
                        """.formatted(STANDS.formatted("m")) + where.sql() + "group by s.id"))
                .map(row -> Map.entry(required(row, 0, UUID.class), required(row, 1, Integer.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
