package org.doorstep.privacy;

import static org.doorstep.platform.database.Columns.required;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.family.Families;
import org.doorstep.identity.Role;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.ByOwner;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Who looked at the data of a family's children, from the audit entries. */
@Repository
class AccessLog {

    /** A look at a child's data by somebody outside of the family. Never says who, only in which role. */
    record ChildAccess(
            Instant at,
            @Nullable Role role,
            @Nullable UUID station,
            @Nullable String stationName,
            String reason) {

        private static final IdType STATION = new IdType("sta");

        public @Nullable String stationId() {
            return station == null ? null : STATION.encode(station);
        }
    }

    static final int LONGEST = 100;

    private final DatabaseClient database;

    AccessLog(DatabaseClient database) {
        this.database = database;
    }

    /** The newest looks at each child of the person's family, at most {@link #LONGEST} each. */
    Mono<Map<UUID, List<ChildAccess>>> of(UUID person, Collection<UUID> children, @Nullable Instant before) {
        return ByOwner.read(
                children,
                database.sql("""
                        select c.id, a.at, a.role, a.station_id, s.name, coalesce(a.reason, 'OTHER') as reason
                        from child c
                        cross join lateral (
                            select * from audit_entry e
                            where e.child_id = c.id and e.action = 'CHILD_SEEN' and (e.at < :before or :before is null)
                            order by e.id desc limit\s""" + LONGEST + """
                        ) a
                        left join station s on s.id = a.station_id
                        where c.id = any(:owners) and\s""" + Families.ofPerson("c.family_id") + " order by c.id, a.id desc")
                        .bind("person", person)
                        .bind("before", Parameter.fromOrEmpty(before, Instant.class)),
                row -> new ChildAccess(
                        required(row, 1, Instant.class),
                        role(row.get(2, String.class)),
                        row.get(3, UUID.class),
                        row.get(4, String.class),
                        required(row, 5, String.class)));
    }

    private static @Nullable Role role(@Nullable String name) {
        return name == null ? null : Role.valueOf(name);
    }
}
