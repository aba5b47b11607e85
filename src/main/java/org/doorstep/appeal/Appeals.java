package org.doorstep.appeal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.family.Access;
import org.doorstep.family.ChildrenSeen;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The appeals of families. Each read by the station leaves audit entries in its own transaction. */
@Repository
class Appeals {

    private static final int MAX_OF_STATION = 100;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final ChildrenSeen childrenSeen;

    Appeals(DatabaseClient database, Transactions transactions, ChildrenSeen childrenSeen) {
        this.database = database;
        this.transactions = transactions;
        this.childrenSeen = childrenSeen;
    }

    /** Of each station that the caller may manage, the open ones first, then the latest; none for other stations. */
    Mono<Map<UUID, List<NoShowAppeal>>> ofStations(
            Collection<UUID> stations, Caller caller, Access access, Selection selection) {
        Plan<NoShowAppeal> plan = NoShowAppeal.PROJECTION.plan(selection);
        Where where = StationRights.restrict(
                new Where().and("o.id = any(:stations)", "stations", stations.toArray(UUID[]::new)), caller, "o.id");
        return transactions.write(ByOwner.ofThoseGiven(
                        where.bindTo(database.sql("select o.id, p.* from station o left join lateral (select "
                                + plan.columns() + " from " + plan.from() + " where t.station_id = o.id"
                                + " order by t.decided_at is not null, t.made_at desc, t.id limit " + MAX_OF_STATION
                                + ") p(" + plan.numbered("c") + ") on true " + where.sql())),
                        row -> row.get(1, UUID.class) == null ? null : plan.read(row, 1))
                .delayUntil(found ->
                        log(found.values().stream().flatMap(List::stream).toList(), access)));
    }

    Mono<NoShowAppeal> find(UUID id, Selection selection) {
        Plan<NoShowAppeal> plan = NoShowAppeal.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :id")
                .bind("id", id)
                .map(row -> plan.read(row))
                .one();
    }

    /** Records that somebody saw what families wrote of their children. */
    Mono<Void> log(List<NoShowAppeal> appeals, Access access) {
        return childrenSeen.add(
                appeals.stream()
                        .map(appeal -> new ChildrenSeen.Seen(appeal.child(), appeal.station()))
                        .toList(),
                access);
    }
}
