package org.doorstep.booking;

import java.io.Serial;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.doorstep.booking.BookingRefusal.BookingNotOpen;
import org.doorstep.booking.BookingRefusal.SessionFull;
import org.doorstep.booking.Judgement.JudgedChild;
import org.doorstep.booking.Judgement.JudgedSession;
import org.doorstep.event.Session;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.IdempotencyKeyReused;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Books a session for children of a family, in one statement: it judges each child, takes the places, writes the
 * bookings and keeps the key, or does nothing and says why. Where a place is free although others wait, it is offered to
 * them first, in the same transaction. Two requests at once are decided by the row of the session
 * and by the constraints of the bookings; who loses is judged again and told the reason.
 * What triggers add: {@code docs/triggers.md#booking}.
 */
@Component
class BookSession {

    /** Whether siblings are booked together. */
    enum FamilyPolicy {
        ALL_OR_NOTHING,
        ANY
    }

    /** What to do when there are too few places. */
    enum IfFull {
        REFUSE,
        JOIN_WAITLIST
    }

    /** Children to book for a session. */
    record Input(
            UUID idempotencyKey,
            String sessionId,
            List<String> childIds,
            @Nullable FamilyPolicy familyPolicy,
            @Nullable IfFull ifFull) {

        FamilyPolicy policy() {
            return Objects.requireNonNullElse(familyPolicy, FamilyPolicy.ALL_OR_NOTHING);
        }

        boolean joinsWaitlist() {
            return ifFull == IfFull.JOIN_WAITLIST;
        }
    }

    /** At least one child has a place. */
    record SessionBooked(List<Booking> bookings) implements Result {}

    /** All the children wait for a place. */
    record SessionWaitlisted(List<Booking> bookings) implements Result {}

    /** Whether the places were booked, or the children wait for them. */
    sealed interface Result {}

    private static final int MAX_CHILDREN = 10;
    static final Retry JUDGED_AGAIN = Retry.backoff(10, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(100))
            .filter(BookSession::isLost)
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    static final String STATEMENT = """
            with prior as (
                select k.result[1] as basket_id, k.payload_hash = :hash and k.operation = 'bookSession' as same
                from idempotency_key k where :once and k.person_id = :person and k.key = :key
            ), target as (
                select s.id, s.county_id, s.starts_at, s.ends_at, greatest(s.capacity - s.seats_taken, 0) as seats_left,
                       s.waitlist_length,
                       s.booking_opens_at, s.booking_closes_at, s.cancelled_at is not null as cancelled,
                       s.cancelled_at is null and now() between s.booking_opens_at and s.booking_closes_at as open,
                       e.min_age, e.max_age, e.required_consents, needs_contact(e) as needs_contact, e.yearly_limit,
                       e.no_show_limit, e.no_show_days, case when e.no_show_limit is not null
                           then greatest(s.booking_opens_at, s.starts_at - e.limited_opens_before) end as limited_opens_at,
                       year_of(s.starts_at) as year
                from session s join event e on e.id = s.event_id and e.published_at is not null
                where s.id = :session
            ), contact as (
                select array_remove(array[case when p.name is null then 'NAME' end, case when p.phone is null then 'PHONE' end],
                                    null) as missing
                from person p where p.id = :person
            ), ahead as (
                select b.child_id, count(*) as bookings
                from booking b join child c on c.id = b.child_id and %1$s
                where b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and upper(b.period) > now()
                group by b.child_id
            ), judged as (
                select a.child_id, a.booking_id, a.place, m.missing, l.no_shows, l.limited_until,
                       case when c.id is null then 'NOT_YOUR_CHILD'
                            when exists (select from booking b
                                         where b.session_id = t.id and b.child_id = a.child_id
                                           and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED', 'ATTENDED'))
                                then 'ALREADY_BOOKED'
                            when o.obstacle is not null then o.obstacle
                            when l.no_shows >= t.no_show_limit then 'NO_SHOW_LIMITED'
                            when t.needs_contact and cardinality((select k.missing from contact k)) > 0
                                then 'CONTACT_MISSING'
                            when (select h.bookings from ahead h where h.child_id = a.child_id) >= :perChild
                                then 'TOO_MANY_OF_CHILD'
                            when (select sum(h.bookings) from ahead h) + a.place > :perFamily
                                then 'TOO_MANY_OF_FAMILY' end as reason
                from unnest(:children, :bookings) with ordinality a(child_id, booking_id, place)
                cross join target t
                left join child c on c.id = a.child_id and %1$s
                left join lateral (select booking_obstacle(c.id, t.id) as obstacle) o on true
                left join lateral (
                    select case when o.obstacle = 'CONSENT_MISSING'
                                then missing_consents(c.id, t.required_consents) else '{}' end as missing) m on true
                -- looks only when it matters
                left join lateral (
                    select count(*)::int as no_shows,
                           (array_agg(lower(n.period) order by lower(n.period) desc))[t.no_show_limit]
                               + make_interval(days => t.no_show_days) as limited_until
                    from booking n
                    where now() < t.limited_opens_at and n.child_id = a.child_id and n.state = 'NO_SHOW'
                      and n.excused_at is null and lower(n.period) > now() - make_interval(days => t.no_show_days)
                ) l on true
            ), wanted as (
                select count(*)::int as children
                from judged
                having count(*) filter (where reason = 'NOT_YOUR_CHILD') = 0
                   and count(*) filter (where reason is null) > 0
                   and (:any or count(*) filter (where reason is not null) = 0)
                   and not exists (select from prior)
            ), fitting as (
                select count(*)::int as children from judged where reason is null and exists (select from wanted)
            ), held as (
                -- a session that is full is refused without waiting for its row
                select s.id, s.capacity - s.seats_taken as seats_left
                from session s, fitting f, target t
                where s.id = t.id and f.children > 0 and s.cancelled_at is null
                  -- who was judged by another time is judged again
                  and (s.starts_at, s.ends_at) = (t.starts_at, t.ends_at)
                  and now() between s.booking_opens_at and s.booking_closes_at
                  -- those who wait are judged before a place that is free goes to somebody else
                  and (:othersJudged or s.waitlist_length = 0 or s.seats_taken >= s.capacity)
                  and (:wait or s.seats_taken + case when :any then 1 else f.children end <= s.capacity)
                for update of s
            ), reached as (
                -- a name or a phone that goes at this moment waits for the booking, or is missed here
                select p.id from held h, person p, target t
                where t.needs_contact and p.id = :person and p.name is not null and p.phone is not null
                for share of p
            ), granted as (
                select h.id, f.children,
                       case when h.seats_left >= f.children then f.children
                            when :any then greatest(h.seats_left, 0) else 0 end as seats
                from held h, fitting f, target t
                where not t.needs_contact or exists (select from reached)
            ), taken as (
                update session s
                set seats_taken = s.seats_taken + g.seats,
                    waitlist_length = s.waitlist_length + case when :wait then g.children - g.seats else 0 end
                from granted g
                where s.id = g.id and (g.seats > 0 or :wait)
                returning g.seats
            ), booked as (
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period, confirmed_at,
                    wait_together)
                select j.booking_id, t.county_id, t.id, j.child_id, :basket,
                       (case when j.rank <= k.seats then 'CONFIRMED' else 'WAITLISTED' end)::booking_state,
                       :person, tstzrange(t.starts_at, t.ends_at), case when j.rank <= k.seats then now() end, not :any
                from (select child_id, booking_id, row_number() over (order by place) as rank
                      from judged where reason is null) j, taken k, target t
                where j.rank <= k.seats or :wait
                order by j.child_id
                returning child_id, state
            ), kept as (
                insert into idempotency_key (person_id, key, operation, payload_hash, result)
                select :person, :key, 'bookSession', :hash, array[:basket]::uuid[]
                where :once and exists (select from booked)
            )
            select t.id as session_id, t.open, t.cancelled, t.booking_opens_at, t.booking_closes_at, t.seats_left, t.min_age, t.max_age,
                   t.yearly_limit, t.year, t.limited_opens_at, j.child_id, j.reason, j.missing, j.no_shows, k.missing as contact_missing,
                   j.limited_until,
                   not :othersJudged and t.waitlist_length > 0 and t.seats_left > 0 and t.open
                       and (select f.children from fitting f) > 0 and not exists (select from booked) as others_first,
                   (select count(*) from booked)::int as booked, p.basket_id as earlier_basket, p.same as same_payload
            from (values (1)) one
            left join prior p on true
            left join target t on true
            left join contact k on true
            left join judged j on j.reason is not null
            order by j.reason = 'NOT_YOUR_CHILD' desc nulls last, j.place
            limit 1
            """.formatted(Families.ofPerson("c.family_id"));

    private final DatabaseClient database;
    private final FreeSeats freeSeats;
    private final Transactions transactions;
    private final Bookings bookings;
    private final BookingLimits limits;

    BookSession(
            DatabaseClient database,
            FreeSeats freeSeats,
            Transactions transactions,
            Bookings bookings,
            BookingLimits limits) {
        this.database = database;
        this.freeSeats = freeSeats;
        this.transactions = transactions;
        this.bookings = bookings;
        this.limits = limits;
    }

    Mono<Result> book(Caller caller, Input input, Selection selection) {
        caller.require(Role.GUARDIAN);
        checkChildren(input.childIds());
        return basketOf(caller.personId(), input)
                .flatMap(basket ->
                        bookings.ofBasket(basket, selection.at("bookings").and(Selection.of("state"))))
                .map(BookSession::resultOf);
    }

    private static Result resultOf(List<Booking> bookings) {
        boolean waiting = bookings.stream().allMatch(booking -> booking.state() == BookingState.WAITLISTED);
        return waiting ? new SessionWaitlisted(bookings) : new SessionBooked(bookings);
    }

    /** The basket that was booked or waits. */
    private Mono<UUID> basketOf(UUID person, Input input) {
        UUID session = Session.ID.decode(input.sessionId());
        UUID basket = IdType.next();
        Mono<Judgement> booked = run(person, session, basket, input, true, false)
                .doOnNext(finding -> failWhenLost(finding, input))
                .retryWhen(JUDGED_AGAIN);
        Mono<Judgement> afterOthers = Mono.defer(() -> transactions.write(freeSeats
                        .offer(session)
                        .then(run(person, session, basket, input, true, true))
                        .doOnNext(finding -> failWhenLost(finding, input))))
                .retryWhen(JUDGED_AGAIN);
        return transactions
                .writeStatement(booked)
                .flatMap(finding -> finding.othersFirst() ? afterOthers : Mono.just(finding))
                .map(finding -> finding.booked() > 0 ? basket : earlierOrRefused(finding, input))
                .onErrorMap(LostRace.class, lost -> new Refused(new SessionFull(0)))
                .onErrorMap(DataIntegrityViolationException.class, lost -> Fault.of(FaultCode.CONFLICT, "conflict"));
    }

    static void checkChildren(List<String> children) {
        if (children.isEmpty() || children.size() > MAX_CHILDREN) {
            throw new Refused(InvalidInput.of("childIds", "count", 1, MAX_CHILDREN));
        }
        if (new HashSet<>(children).size() < children.size()) {
            throw new Refused(InvalidInput.of("childIds", "duplicate"));
        }
    }

    /**
     * Judges, and books what can be.
     *
     * @param once whether the key lets it happen once and is kept; false for one who holds the key and the session
     * @param othersJudged whether this transaction has offered the free places to those who wait
     */
    Mono<Judgement> run(UUID person, UUID session, UUID basket, Input input, boolean once, boolean othersJudged) {
        UUID[] children = input.childIds().stream().map(Child.ID::decode).toArray(UUID[]::new);
        return database.sql(STATEMENT)
                .bind("person", person)
                .bind("once", once)
                .bind("othersJudged", othersJudged)
                .bind("key", input.idempotencyKey())
                .bind("hash", IdempotencyKeys.hashOf(input))
                .bind("session", session)
                .bind("children", children)
                .bind(
                        "bookings",
                        Stream.generate(IdType::next).limit(children.length).toArray(UUID[]::new))
                .bind("basket", basket)
                .bind("any", input.policy() == FamilyPolicy.ANY)
                .bind("wait", input.joinsWaitlist())
                .bind("perChild", limits.perChild())
                .bind("perFamily", limits.perFamily())
                .map(Judgement::of)
                .one();
    }

    private UUID earlierOrRefused(Judgement finding, Input input) {
        if (finding.earlierBasket() == null) {
            throw new Refused(refusalOf(finding, input));
        }
        if (!finding.samePayload()) {
            throw new Refused(new IdempotencyKeyReused());
        }
        return finding.earlierBasket();
    }

    private void failWhenLost(Judgement finding, Input input) {
        if (finding.booked() == 0 && finding.earlierBasket() == null && !finding.othersFirst()) {
            refusalOf(finding, input);
        }
    }

    /** Why nothing was booked; fails with {@link LostRace} when there was no reason that lasts. */
    Refusal refusalOf(Judgement finding, Input input) {
        Refusal refusal = refusalIn(finding, input);
        if (refusal == null) {
            throw new LostRace();
        }
        return refusal;
    }

    /** What stands in the way; null when nothing does. */
    @Nullable
    Refusal refusalIn(Judgement finding, Input input) {
        JudgedSession target = finding.target();
        if (target == null) {
            return new NotFound(input.sessionId());
        }
        if (!target.open()) {
            return new BookingNotOpen(target.opensAt(), target.closesAt(), target.cancelled());
        }
        JudgedChild unfit = finding.unfit();
        if (unfit != null) {
            return unfit.refusal(target, limits);
        }
        int needed = input.policy() == FamilyPolicy.ANY ? 1 : input.childIds().size();
        return target.seatsLeft() < needed && !input.joinsWaitlist() ? new SessionFull(target.seatsLeft()) : null;
    }

    /** Whether another request was faster, so that it is to be judged again. */
    static boolean isLost(Throwable failure) {
        return failure instanceof DataIntegrityViolationException || failure instanceof LostRace;
    }

    /** The places that the statement saw were taken while it waited for the session. */
    private static final class LostRace extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        LostRace() {
            super(null, null, false, false);
        }
    }
}
