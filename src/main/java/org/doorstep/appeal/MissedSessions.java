package org.doorstep.appeal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.family.Families;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The sessions that children missed, as their family may see them. */
@Repository
class MissedSessions {

    /** The sessions that a child missed lately. */
    record NoShowRecord(int count, List<NoShow> noShows) {

        static final NoShowRecord NONE = new NoShowRecord(0, List.of());

        static NoShowRecord of(List<NoShow> noShows) {
            return new NoShowRecord(
                    (int) noShows.stream()
                            .filter(noShow -> noShow.excusedAt() == null)
                            .count(),
                    noShows);
        }
    }

    private static final int MAX = 100;

    private final DatabaseClient database;

    MissedSessions(DatabaseClient database) {
        this.database = database;
    }

    /** Of each child of the person's family in the last days, the latest first; none for other children. */
    Mono<Map<UUID, NoShowRecord>> ofChildren(Collection<UUID> children, UUID person, int days, Selection selection) {
        Plan<NoShow> plan = NoShow.PROJECTION.plan(selection.at("noShows"));
        Map<UUID, List<NoShow>> byChild = new HashMap<>();
        children.forEach(child -> byChild.put(child, new ArrayList<>()));
        return database.sql("select c.id, p.* from child c cross join lateral (select " + plan.columns() + " from "
                        + plan.from() + """
                         where t.child_id = c.id and t.state = 'NO_SHOW'
                          and lower(t.period) > now() - make_interval(days => :days)
                        order by lower(t.period) desc, t.id limit\s""" + MAX + ") p(" + plan.numbered("c")
                        + ") where c.id = any(:children) and " + Families.ofPerson("c.family_id"))
                .bind("children", children.toArray(UUID[]::new))
                .bind("person", person)
                .bind("days", days)
                .map(row -> plan.read(row, 1))
                .all()
                .doOnNext(noShow -> byChild.computeIfAbsent(noShow.row().get(NoShow.CHILD), child -> new ArrayList<>())
                        .add(noShow))
                .then(Mono.fromSupplier(() -> {
                    Map<UUID, NoShowRecord> records = new HashMap<>();
                    byChild.forEach((child, noShows) -> records.put(child, NoShowRecord.of(noShows)));
                    return records;
                }));
    }
}
