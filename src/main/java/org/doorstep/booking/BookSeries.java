package org.doorstep.booking;

import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.doorstep.booking.BookSession.FamilyPolicy;
import org.doorstep.booking.BookSession.IfFull;
import org.doorstep.booking.BookingRefusal.SeriesNotBooked;
import org.doorstep.event.Event;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Plan;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Books the sessions of a series one after the other as {@link BookSession} does, in one transaction that holds all of
 * them. What a session was refused for is found anew when a request is repeated, since only the bookings are kept.
 */
@Component
class BookSeries {

    /** Which sessions of a day are meant, by their start in Asia/Shanghai. */
    enum DayPart {
        WHOLE_DAY,
        MORNING,
        AFTERNOON
    }

    /** What happens when a session of a series cannot be booked. */
    enum OnProblem {
        FAIL_ALL,
        SKIP_AND_REPORT
    }

    /** A session of a series that was not booked, and why. */
    record SkippedSession(Session session, Refusal refusal) {}

    /** Children to book for the sessions of an event. */
    record Input(
            UUID idempotencyKey,
            String eventId,
            List<String> childIds,
            @Nullable Instant from,
            Instant until,
            @Nullable DayPart dayPart,
            @Nullable FamilyPolicy familyPolicy,
            @Nullable IfFull ifFull,
            OnProblem onProblem) {

        String part() {
            return Objects.requireNonNullElse(dayPart, DayPart.WHOLE_DAY).name();
        }

        boolean skips() {
            return onProblem == OnProblem.SKIP_AND_REPORT;
        }

        /** Ends in {@link Refused} when nothing can be meant by it. */
        void check() {
            BookSession.checkChildren(childIds);
            if (from != null && !from.isBefore(until)) {
                throw new Refused(InvalidInput.of("until", "order", "from", "until"));
            }
        }

        /** What is asked for one of the sessions. */
        BookSession.Input of(UUID session) {
            return new BookSession.Input(idempotencyKey, Session.ID.encode(session), childIds, familyPolicy, ifFull);
        }
    }

    /** Sessions of the series are booked, or waited for. */
    record SeriesBooked(List<Booking> bookings, List<SkippedSession> skipped) {}

    private static final int MAX_SESSIONS = 100;

    /** What became of a session: its basket, or why there is none. */
    private record Step(
            UUID session, @Nullable UUID basket, @Nullable Refusal refusal) {}

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final BookSession bookSession;
    private final FreeSeats freeSeats;
    private final Bookings bookings;

    BookSeries(
            DatabaseClient database,
            IdempotencyKeys keys,
            BookSession bookSession,
            FreeSeats freeSeats,
            Bookings bookings) {
        this.freeSeats = freeSeats;
        this.database = database;
        this.keys = keys;
        this.bookSession = bookSession;
        this.bookings = bookings;
    }

    Mono<SeriesBooked> book(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        input.check();
        UUID person = caller.personId();
        return Mono.defer(() -> {
            UUID event = Event.ID.decode(input.eventId());
            AtomicReference<@Nullable List<Step>> taken = new AtomicReference<>();
            Mono<List<UUID>> work = hold(event, input)
                    .delayUntil(freeSeats::offer)
                    .flatMap(sessions -> steps(person, input, sessions))
                    .doOnNext(taken::set)
                    .map(BookSeries::ids);
            return keys.once(person, input.idempotencyKey(), "bookSeries", input, work)
                    .retryWhen(BookSession.JUDGED_AGAIN)
                    .onErrorMap(BookSession::isLost, lost -> Fault.of(FaultCode.CONFLICT, "conflict"))
                    .flatMap(ids -> Mono.justOrEmpty(taken.get())
                            .switchIfEmpty(Mono.defer(() -> judged(person, input, ids)))
                            .flatMap(steps -> bookings.ofBaskets(ids, selection.at("bookings"))
                                    .flatMap(booked -> skipped(steps, selection.at("skipped", "session"))
                                            .map(skipped -> new SeriesBooked(booked, skipped)))))
                    .onErrorResume(
                            NothingBooked.class,
                            nothing -> skipped(nothing.steps, selection.at("skipped", "session"))
                                    .flatMap(skipped -> Mono.error(new Refused(new SeriesNotBooked(skipped)))));
        });
    }

    /** The sessions that are meant, the earliest first, each with its row taken. */
    private Mono<List<UUID>> hold(UUID event, Input input) {
        return database.sql("""
                        select held.id
                        from (select s.id, s.starts_at
                              from session s join event e on e.id = s.event_id and e.published_at is not null
                              where s.event_id = :event and s.cancelled_at is null
                                and s.starts_at > now() and s.starts_at < :until
                                and (:from::timestamptz is null or s.starts_at >= :from)
                                and (:part = 'WHOLE_DAY'
                                     or (:part = 'MORNING') = ((s.starts_at at time zone 'Asia/Shanghai')::time < '12:00'))
                              order by s.id limit :max
                              for update of s) held
                        order by held.starts_at, held.id
                        """)
                .bind("event", event)
                .bind("from", Parameter.fromOrEmpty(input.from(), Instant.class))
                .bind("until", input.until())
                .bind("part", input.part())
                .bind("max", MAX_SESSIONS + 1)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMap(sessions -> sessions.isEmpty() || sessions.size() > MAX_SESSIONS
                        ? refuse(event, input)
                        : Mono.just(sessions));
    }

    private Mono<List<UUID>> refuse(UUID event, Input input) {
        return database.sql("select exists (select from event where id = :event and published_at is not null)")
                .bind("event", event)
                .mapValue(Boolean.class)
                .one()
                .flatMap(exists -> Mono.error(new Refused(
                        exists ? InvalidInput.of("until", "series", 1, MAX_SESSIONS) : new NotFound(input.eventId()))));
    }

    private Mono<List<Step>> steps(UUID person, Input input, List<UUID> sessions) {
        return Flux.fromIterable(sessions)
                .concatMap(session -> step(person, input, session))
                .collectList()
                .doOnNext(steps -> {
                    boolean none = steps.stream().allMatch(step -> step.refusal() != null);
                    boolean one = steps.stream().anyMatch(step -> step.refusal() != null);
                    if (none || one && !input.skips()) {
                        throw new NothingBooked(steps);
                    }
                });
    }

    private Mono<Step> step(UUID person, Input input, UUID session) {
        UUID basket = IdType.next();
        BookSession.Input one = input.of(session);
        return bookSession
                .run(person, session, basket, one, false, true)
                .map(finding -> finding.booked() > 0
                        ? new Step(session, basket, null)
                        : new Step(session, null, bookSession.refusalOf(finding, one)));
    }

    /** What an earlier request with the key kept: the baskets, then the sessions that it skipped. */
    private static List<UUID> ids(List<Step> steps) {
        return Stream.concat(
                        steps.stream().flatMap(step -> Stream.ofNullable(step.basket())),
                        steps.stream().filter(step -> step.refusal() != null).map(Step::session))
                .toList();
    }

    /** Judges what an earlier request skipped, and leaves out what could be booked now. */
    private Mono<List<Step>> judged(UUID person, Input input, List<UUID> ids) {
        return database.sql("select s.id from session s where s.id = any(:ids) order by s.starts_at, s.id")
                .bind("ids", ids.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .concatMap(session -> {
                    BookSession.Input one = input.of(session);
                    // the key is taken, so that nothing is booked
                    return bookSession
                            .run(person, session, IdType.next(), one, true, true)
                            .mapNotNull(finding -> bookSession.refusalIn(finding, one))
                            .map(refusal -> new Step(session, null, refusal));
                })
                .collectList();
    }

    private Mono<List<SkippedSession>> skipped(List<Step> steps, Selection selection) {
        List<Step> without =
                steps.stream().filter(step -> step.refusal() != null).toList();
        if (without.isEmpty()) {
            return Mono.just(List.of());
        }
        Plan<Session> plan = Session.PROJECTION.plan(selection);
        return database.sql(plan.select() + "where t.id = any(:sessions)")
                .bind("sessions", without.stream().map(Step::session).toArray(UUID[]::new))
                .map(row -> plan.read(row))
                .all()
                .collectMap(Session::uuid, Function.identity())
                .map(found -> without.stream()
                        .map(step -> new SkippedSession(
                                Objects.requireNonNull(found.get(step.session())),
                                Objects.requireNonNull(step.refusal())))
                        .toList());
    }

    /** Ends the transaction, so that nothing of the series stays. */
    private static final class NothingBooked extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<Step> steps;

        NothingBooked(List<Step> steps) {
            super(null, null, false, false);
            this.steps = steps;
        }
    }
}
