package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.custody.Collector;
import org.doorstep.custody.PickUpPasses;
import org.doorstep.event.Session;
import org.doorstep.family.Access;
import org.doorstep.family.ChildrenSeen;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.ByOwner;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.Order;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.page.Pages;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Lists of the children booked for a session. Each read leaves audit entries in its own transaction. */
@Repository
public class Rosters {

    /** How many children are booked for a session, came to the station, left, and of those went on; and how many joined online. */
    record AttendanceCounts(int expected, int arrived, int left, int movedOn, int online) {}

    /** A pass in force, as the station's staff see it: whom to expect, and not the code. */
    public record PickUpPass(String collectorName, LocalDate day, boolean barred) {

        /** Names no one, since records end up in logs. */
        @Override
        public String toString() {
            return "PickUpPass of " + day;
        }
    }

    private static final int MAX_SESSIONS_OF_A_DAY = 100;
    private static final Order BY_BOOKING = Order.ascending("roster");
    /** A child whose data may be used no more is on no list, except while it is here. */
    private static final String MAY_BE_READ = "not is_restricted(t.child_id)"
            + " or exists (select from attendance h where h.booking_id = t.id and h.left_at is null)";

    private static final String BOOKED = "state in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')";

    private final DatabaseClient database;
    private final Pages pages;
    private final Transactions transactions;
    private final ChildrenSeen childrenSeen;
    private final FieldEncryption encryption;

    Rosters(
            DatabaseClient database,
            Pages pages,
            Transactions transactions,
            ChildrenSeen childrenSeen,
            FieldEncryption encryption) {
        this.database = database;
        this.pages = pages;
        this.transactions = transactions;
        this.childrenSeen = childrenSeen;
        this.encryption = encryption;
    }

    /** A page of the children booked; the caller must be known to manage the session's station. */
    Mono<Connection<RosterEntry>> ofSession(UUID session, PageArguments page, Selection selection, Access access) {
        Where where = new Where()
                .and("t.session_id = :session", "session", session)
                .and("t." + BOOKED)
                .and(MAY_BE_READ);
        return transactions.write(pages.read(RosterEntry.PROJECTION, selection, BY_BOOKING, page, where)
                .flatMap(entries -> log(entries.nodes(), access).thenReturn(entries)));
    }

    /** One entry, read and logged within the transaction of what was recorded. */
    Mono<RosterEntry> entry(UUID booking, Selection selection, Access access) {
        Plan<RosterEntry> plan = RosterEntry.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = :booking")
                .bind("booking", booking)
                .map(row -> plan.read(row))
                .one()
                .flatMap(entry -> log(List.of(entry), access).thenReturn(entry));
    }

    /** The entries of bookings that may be read; the caller must be known to manage their stations. */
    public Mono<Map<UUID, RosterEntry>> entries(Collection<UUID> bookings, Selection selection, Access access) {
        if (bookings.isEmpty()) {
            return Mono.just(Map.of());
        }
        Plan<RosterEntry> plan = RosterEntry.PROJECTION.plan(selection);
        return transactions.write(database.sql(plan.select() + "where t.id = any(:bookings) and (" + MAY_BE_READ + ")")
                .bind("bookings", bookings.toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectList()
                .flatMap(entries -> log(entries, access).thenReturn(entries))
                .map(entries -> entries.stream().collect(Collectors.toMap(RosterEntry::booking, entry -> entry))));
    }

    private Mono<Void> log(List<RosterEntry> entries, Access access) {
        return childrenSeen.add(
                entries.stream()
                        .map(entry -> new ChildrenSeen.Seen(entry.child(), entry.station()))
                        .toList(),
                access);
    }

    /** Whether the caller may manage the station of a session. */
    Mono<Boolean> mayRead(Caller caller, UUID session) {
        Where where =
                StationRights.restrict(new Where().and("t.id = :session", "session", session), caller, "t.station_id");
        return where.bindTo(database.sql("select 1 from session t " + where.sql()))
                .mapValue(Integer.class)
                .one()
                .hasElement();
    }

    /** How many are booked, came and left, of those sessions whose station the caller may manage. */
    Mono<Map<UUID, AttendanceCounts>> counts(Collection<UUID> sessions, Caller caller) {
        Where where = StationRights.restrict(
                new Where().and("s.id = any(:sessions)", "sessions", sessions.toArray(UUID[]::new)),
                caller,
                "s.station_id");
        return where.bindTo(database.sql("""
                        select s.id, count(b.id)::int, count(a.id) filter (where a.mode = 'IN_PERSON')::int,
                               count(a.left_at) filter (where a.mode = 'IN_PERSON')::int, count(h.moved_to)::int,
                               count(a.id) filter (where a.mode = 'ONLINE')::int
                        from session s
                        left join booking b on b.session_id = s.id and b.""" + BOOKED + " "
                        + "left join attendance a on a.booking_id = b.id left join hand_over h on h.attendance_id = a.id "
                        + where.sql() + "group by s.id"))
                .map(row -> Map.entry(
                        required(row, 0, UUID.class),
                        new AttendanceCounts(
                                required(row, 1, Integer.class),
                                required(row, 2, Integer.class),
                                required(row, 3, Integer.class),
                                required(row, 4, Integer.class),
                                required(row, 5, Integer.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /**
     * Those whom {@code recordDeparture} accepts now from the list of the child of each booking; the caller must be known to
     * care for the children.
     */
    Mono<Map<UUID, List<Collector>>> collectors(Collection<UUID> bookings, Selection selection) {
        Plan<Collector> plan = Collector.PROJECTION.plan(selection);
        return ByOwner.read(
                bookings,
                database.sql("select b.id, " + plan.columns() + " from " + plan.from() + """
                         join booking b on b.child_id = t.child_id
                        where b.id = any(:owners) and may_collect(t, collected_since(b.id), now())
                        order by b.id, t.id
                        """),
                row -> plan.read(row, 1));
    }

    /** The pass that {@code recordDeparture} accepts now for each booking; the caller must be known to care for the children. */
    Mono<Map<UUID, PickUpPass>> passes(Collection<UUID> bookings) {
        return database.sql("""
                        select b.id as booking, p.id, p.name, p.day, is_barred(p.child_id, p.name_index, null) as barred
                        from booking b join pick_up_pass p on p.child_id = b.child_id
                        where b.id = any(:bookings) and pass_works(p, collected_since(b.id), now())
                        """)
                .bind("bookings", bookings.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        required(row, "booking", UUID.class),
                        new PickUpPass(
                                encryption.decrypt(
                                        required(row, "name", byte[].class),
                                        PickUpPasses.nameContext(required(row, "id", UUID.class))),
                                required(row, "day", LocalDate.class),
                                Boolean.TRUE.equals(row.get("barred", Boolean.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The sessions of stations on the present day of Asia/Shanghai, the earliest first. */
    Mono<List<Session>> today(Collection<UUID> stations, Selection selection) {
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        return database.sql(plan.select() + """
                        cross join lateral (
                            select date_trunc('day', now() at time zone 'Asia/Shanghai') as midnight) d
                        where t.station_id = any(:stations)
                          and t.starts_at < (d.midnight + interval '1 day') at time zone 'Asia/Shanghai'
                          and t.starts_at > d.midnight at time zone 'Asia/Shanghai' - interval '24 hours'
                          and t.ends_at > d.midnight at time zone 'Asia/Shanghai'
                        order by t.starts_at, t.id limit\s""" + MAX_SESSIONS_OF_A_DAY)
                .bind("stations", stations.toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectList();
    }
}
