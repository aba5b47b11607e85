package org.doorstep.timetable;

import static org.doorstep.platform.database.Columns.required;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.booking.Booking;
import org.doorstep.booking.FreeSeats;
import org.doorstep.event.Session;
import org.doorstep.event.SessionState;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.doorstep.timetable.TimetableRefusal.ChildrenElsewhere;
import org.doorstep.timetable.TimetableRefusal.ChildrenPresent;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Moves a session to another time, with all of its bookings. What triggers add: {@code docs/triggers.md#session}. */
@Component
class MoveSession {

    /** What happens to children who have a place in another session at the new time. */
    enum Overlapping {
        REFUSE,
        RELEASE
    }

    /** Another time for a session. */
    record Input(
            String sessionId,
            Instant startsAt,
            Instant endsAt,
            @Nullable Overlapping overlapping) {

        boolean releases() {
            return overlapping == Overlapping.RELEASE;
        }
    }

    /** The session takes place at the new time. */
    record SessionMoved(Session session, int released, int offered, List<String> bookingsThatNoLongerFit) {}

    private static final int MAX_HOURS = 24;
    private static final int MAX_YEARS_AHEAD = 2;
    private static final int MAX_NAMED = 100;
    private static final Set<SessionState> NOT_BEGUN = Set.of(SessionState.SCHEDULED);
    private static final Retry JUDGED_AGAIN = Retry.backoff(3, Duration.ofMillis(5))
            .filter(DataIntegrityViolationException.class::isInstance)
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    /**
     * What only the database knows of the new time.
     *
     * @param free whether no other session of the event begins then
     * @param came how many children have come already
     * @param elsewhere bookings of children who have a place in another session then
     * @param misfits bookings of children with a place who are too young or too old then; they keep it until somebody decides
     */
    private record Prospect(boolean future, boolean near, boolean free, int came, UUID[] elsewhere, UUID[] misfits) {}

    private record Moved(int released, int offered, List<String> misfits) {}

    private final DatabaseClient database;
    private final ManagedSessions sessions;
    private final FreeSeats freeSeats;
    private final Transactions transactions;

    MoveSession(DatabaseClient database, ManagedSessions sessions, FreeSeats freeSeats, Transactions transactions) {
        this.database = database;
        this.sessions = sessions;
        this.freeSeats = freeSeats;
        this.transactions = transactions;
    }

    Mono<SessionMoved> move(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            StationRights.requireAny(caller);
            UUID session = Session.ID.decode(input.sessionId());
            check(input);
            Mono<Moved> moved = sessions.hold(caller, input.sessionId(), NOT_BEGUN)
                    .then(prospect(session, input))
                    .doOnNext(prospect -> refuse(prospect, input))
                    .flatMap(prospect -> release(session, prospect.elsewhere(), caller.personId())
                            .then(follow(session, input))
                            .then(reschedule(session, input, prospect.elsewhere().length))
                            .then(freeSeats.offer(session))
                            .map(offered -> new Moved(prospect.elsewhere().length, offered, ids(prospect.misfits()))));
            return transactions
                    .write(moved)
                    .retryWhen(JUDGED_AGAIN)
                    .onErrorMap(DataIntegrityViolationException.class, lost -> Fault.of(FaultCode.CONFLICT, "conflict"))
                    .flatMap(done -> sessions.find(input.sessionId(), selection)
                            .map(found -> new SessionMoved(found, done.released(), done.offered(), done.misfits())));
        });
    }

    private static void check(Input input) {
        new InputCheck()
                .that(input.startsAt().isBefore(input.endsAt()), "endsAt", "order", "startsAt", "endsAt")
                .that(
                        Duration.between(input.startsAt(), input.endsAt()).compareTo(Duration.ofHours(MAX_HOURS)) <= 0,
                        "endsAt",
                        "hours",
                        MAX_HOURS)
                .orRefuse();
    }

    private Mono<Prospect> prospect(UUID session, Input input) {
        return database.sql("""
                        select :start > now(), :start <= now() + make_interval(years => :years),
                               not exists (select from session o
                                           where o.event_id = s.event_id and o.starts_at = :start and o.id <> s.id
                                             and o.cancelled_at is null),
                               (select count(*)::int from booking b where b.session_id = s.id and b.state = 'ATTENDED'),
                               array(select b.id from booking b
                                     where b.session_id = s.id and b.state in ('OFFERED', 'CONFIRMED')
                                       and exists (select from booking o
                                                   where o.child_id = b.child_id and o.session_id <> b.session_id
                                                     and o.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                                                     and o.period && tstzrange(:start, :end))
                                     order by b.id),
                               array(select b.id from booking b
                                     join event e on e.id = s.event_id join child c on c.id = b.child_id
                                     where b.session_id = s.id and b.state in ('OFFERED', 'CONFIRMED')
                                       and age_misfit(c.birth_date, :start, e.min_age, e.max_age) is not null
                                       and not exists (select from booking o
                                                       where o.child_id = b.child_id and o.session_id <> b.session_id
                                                         and o.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                                                         and o.period && tstzrange(:start, :end))
                                     order by b.id limit :misfits)
                        from session s where s.id = :session
                        """)
                .bind("session", session)
                .bind("start", input.startsAt())
                .bind("end", input.endsAt())
                .bind("years", MAX_YEARS_AHEAD)
                .bind("misfits", MAX_NAMED)
                .map(row -> new Prospect(
                        Boolean.TRUE.equals(row.get(0, Boolean.class)),
                        Boolean.TRUE.equals(row.get(1, Boolean.class)),
                        Boolean.TRUE.equals(row.get(2, Boolean.class)),
                        required(row, 3, Integer.class),
                        required(row, 4, UUID[].class),
                        required(row, 5, UUID[].class)))
                .one();
    }

    private static void refuse(Prospect prospect, Input input) {
        new InputCheck()
                .that(prospect.future(), "startsAt", "future")
                .that(prospect.near(), "startsAt", "years-ahead", MAX_YEARS_AHEAD)
                .that(prospect.free(), "startsAt", "duplicate")
                .orRefuse();
        if (prospect.came() > 0) {
            throw new Refused(new ChildrenPresent(prospect.came()));
        }
        int children = prospect.elsewhere().length;
        if (children > 0 && !input.releases()) {
            throw new Refused(new ChildrenElsewhere(children, ids(prospect.elsewhere())));
        }
    }

    private static List<String> ids(UUID[] bookings) {
        return Stream.of(bookings).limit(MAX_NAMED).map(Booking.ID::encode).toList();
    }

    private Mono<Long> release(UUID session, UUID[] bookings, UUID person) {
        return database.sql("""
                        update booking
                        set state = 'CANCELLED', cancelled_at = now(), cancelled_by = :person,
                            cancellation_cause = 'SESSION_MOVED', offer_expires_at = null
                        where session_id = :session and id = any(:bookings)
                        """)
                .bind("session", session)
                .bind("bookings", bookings)
                .bind("person", person)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Long> follow(UUID session, Input input) {
        return database.sql("""
                        update booking b
                        set period = tstzrange(:start, :end),
                            offer_expires_at = case when b.state = 'OFFERED' then least(b.offer_expires_at, :start) end
                        where b.session_id = :session
                        """)
                .bind("session", session)
                .bind("start", input.startsAt())
                .bind("end", input.endsAt())
                .fetch()
                .rowsUpdated();
    }

    /** After its bookings, since carers who move along may bring places that are offered at once. */
    private Mono<Long> reschedule(UUID session, Input input, int released) {
        return database.sql("""
                        update session s
                        set starts_at = :start, ends_at = :end, seats_taken = s.seats_taken - :released,
                            booking_opens_at = :start - e.booking_opens_before,
                            booking_closes_at = :start - e.booking_closes_before,
                            -- whoever cannot come then has a day to cancel
                            cancel_until = least(
                                greatest(:start - e.cancel_until_before, now() + interval '24 hours'), :start)
                        from event e
                        where s.id = :session and e.id = s.event_id
                        """)
                .bind("session", session)
                .bind("start", input.startsAt())
                .bind("end", input.endsAt())
                .bind("released", released)
                .fetch()
                .rowsUpdated();
    }
}
