package org.doorstep.family;

import java.util.Collection;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Who looked at which children's data, and why: entries of the audit record, in the transaction that reads. */
@Repository
public class ChildrenSeen {

    private final DatabaseClient database;

    ChildrenSeen(DatabaseClient database) {
        this.database = database;
    }

    /** A child whose data was shown to somebody who manages the station. */
    public record Seen(UUID child, UUID station) {}

    public Mono<Void> add(Collection<Seen> looks, Access access) {
        if (looks.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        insert into audit_entry (actor, role, station_id, action, child_id, reason, request_id)
                        select :person, role_at(:person, seen.station), seen.station, 'CHILD_SEEN', seen.child,
                               :purpose, :request
                        from unnest(:children, :stations) seen(child, station)
                        """)
                .bind("person", access.person())
                .bind("purpose", access.purpose().name())
                .bind("request", access.request())
                .bind("children", looks.stream().map(Seen::child).toArray(UUID[]::new))
                .bind("stations", looks.stream().map(Seen::station).toArray(UUID[]::new))
                .then();
    }
}
