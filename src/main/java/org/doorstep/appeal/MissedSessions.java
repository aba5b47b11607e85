package org.doorstep.appeal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.family.Families;
import org.doorstep.platform.page.ByOwner;
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
        return ByOwner.read(
                        children,
                        database.sql("select c.id, p.* from child c cross join lateral (select " + plan.columns()
                                        + " from "
                                        + plan.from() + """
                         where t.child_id = c.id and t.state = 'NO_SHOW'
                          and lower(t.period) > now() - make_interval(days => :days)
                        order by lower(t.period) desc, t.id limit\s""" + MAX + ") p(" + plan.numbered("c")
                                        + ") where c.id = any(:owners) and " + Families.ofPerson("c.family_id"))
                                .bind("person", person)
                                .bind("days", days),
                        row -> plan.read(row, 1))
                .map(byChild -> byChild.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, child -> NoShowRecord.of(child.getValue()))));
    }
}
