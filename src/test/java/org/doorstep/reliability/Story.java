package org.doorstep.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Decision;
import org.doorstep.reliability.Entry.Notice;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Tables.BookingRow;
import org.doorstep.reliability.Tables.CreditRow;
import org.doorstep.reliability.Tables.KeyRow;
import org.doorstep.reliability.Tables.SessionRow;
import org.jspecify.annotations.Nullable;

/** A history written by hand. What it tells is true until a test falsifies one of its lists. */
final class Story {

    private static final Instant START = Instant.parse("2027-05-01T01:00:00Z");

    final List<Call> calls = new ArrayList<>();
    final List<BookingRow> bookings = new ArrayList<>();
    final List<SessionRow> sessions = new ArrayList<>();
    final List<KeyRow> keys = new ArrayList<>();
    final List<CreditRow> credits = new ArrayList<>();
    final List<Entry> journal = new ArrayList<>();
    final Map<UUID, Map<UUID, String>> shown = new HashMap<>();
    final List<String> stuck = new ArrayList<>();
    private long transaction;
    private long time;

    /** A basket with its bookings. */
    record Basket(UUID person, UUID session, UUID id, List<UUID> children, List<UUID> ids, Instant since) {}

    UUID session(int capacity) {
        UUID id = UUID.randomUUID();
        sessions.add(new SessionRow(id, capacity, 0, 0, START, START.plus(Duration.ofHours(2))));
        transaction++;
        journal.add(new SessionChange(transaction, id, capacity, 0, 0));
        return id;
    }

    Operation wish(UUID session, int children) {
        return Operation.book(++time, UUID.randomUUID(), session, UUID.randomUUID(), ids(children), true, true);
    }

    void called(Operation operation, Outcome outcome) {
        calls.add(new Call(operation, ++time, ++time, outcome));
    }

    /** A booking that was acknowledged, with all its rows. */
    Basket booked(UUID session, String state, int children) {
        return booked(wish(session, children), state);
    }

    Basket booked(Operation operation, String state) {
        Basket basket = written(operation, state);
        called(operation, Outcome.ok(state.equals("WAITLISTED") ? "SessionWaitlisted" : "SessionBooked", basket.ids()));
        return basket;
    }

    /** The rows of a booking without the call. */
    Basket written(Operation operation, String state) {
        transaction++;
        Basket basket = new Basket(
                operation.person(),
                operation.session(),
                UUID.randomUUID(),
                operation.children(),
                ids(operation.children().size()),
                now());
        keys.add(new KeyRow(operation.person(), Objects.requireNonNull(operation.key()), basket.id()));
        for (int i = 0; i < basket.ids().size(); i++) {
            bookings.add(new BookingRow(
                    basket.ids().get(i),
                    operation.session(),
                    operation.children().get(i),
                    basket.id(),
                    state,
                    operation.person()));
        }
        changed(basket, null, state);
        counted(operation.session());
        return basket;
    }

    /** Moves a basket from one state to another, in a transaction of its own. */
    void moved(Basket basket, String from, String to) {
        transaction++;
        moveAlong(basket, from, to);
        counted(basket.session());
    }

    /** Moves a basket in the transaction under way, which ends with {@link #counted}. */
    void moveAlong(Basket basket, String from, String to) {
        if (to.equals("OFFERED")) {
            journal.add(new Decision(transaction, basket.session(), basket.id(), true, "FIRST_IN_LINE"));
        }
        bookings.replaceAll(row -> row.basket().equals(basket.id())
                ? new BookingRow(row.id(), row.session(), row.child(), row.basket(), to, row.bookedBy())
                : row);
        changed(basket, from, to);
    }

    void passedOver(Basket basket, String reason) {
        journal.add(new Decision(transaction, basket.session(), basket.id(), false, reason));
    }

    /** A cancellation that was acknowledged; its transaction goes on until {@link #counted}. */
    void cancelled(Basket basket, String from) {
        transaction++;
        moveAlong(basket, from, "CANCELLED");
        basket.ids()
                .forEach(id -> called(
                        Operation.about(++time, Kind.CANCEL, basket.person(), basket.session(), id),
                        Outcome.ok("BookingCancelled", List.of(id))));
    }

    void accepted(Basket basket) {
        moved(basket, "OFFERED", "CONFIRMED");
        called(
                Operation.about(
                        ++time,
                        Kind.ACCEPT,
                        basket.person(),
                        basket.session(),
                        basket.ids().get(0)),
                Outcome.ok("OfferAccepted", basket.ids()));
    }

    /** Lets the row of the session follow its bookings, and the outbox tell of it. */
    void counted(UUID session) {
        int taken = count(session, true);
        int waiting = count(session, false);
        sessions.replaceAll(row -> row.id().equals(session)
                ? new SessionRow(
                        session,
                        row.capacity(),
                        taken,
                        waiting,
                        row.startsAt(),
                        row.endsAt(),
                        row.event(),
                        row.year(),
                        row.yearlyLimit())
                : row);
        sessions.stream()
                .filter(row -> row.id().equals(session))
                .forEach(row -> journal.add(
                        new SessionChange(transaction, session, row.capacity(), row.taken(), row.waiting())));
        journal.add(new Notice(transaction, session, null));
    }

    private int count(UUID session, boolean taken) {
        return (int) bookings.stream()
                .filter(row -> row.session().equals(session)
                        && (taken ? Places.isTaken(row.state()) : row.state().equals("WAITLISTED")))
                .count();
    }

    private void changed(Basket basket, @Nullable String from, String to) {
        for (int i = 0; i < basket.ids().size(); i++) {
            UUID id = basket.ids().get(i);
            journal.add(new BookingChange(
                    transaction,
                    id,
                    basket.session(),
                    basket.children().get(i),
                    basket.id(),
                    from,
                    to,
                    basket.since(),
                    0,
                    true,
                    now(),
                    now().plusSeconds(3600)));
            journal.add(new Notice(transaction, id, "BOOKING_" + to));
            if (Places.isTaken(to)) {
                journal.add(new Notice(
                        transaction,
                        basket.id(),
                        to.equals("OFFERED") ? "MESSAGE_OFFER" : "MESSAGE_BOOKING_CONFIRMED"));
            }
            shown.computeIfAbsent(basket.person(), person -> new HashMap<>()).put(id, to);
        }
    }

    private Instant now() {
        return START.minus(Duration.ofDays(1)).plusSeconds(++time);
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
    }

    List<String> violations() {
        return Checker.violations(new Evidence(
                List.copyOf(calls),
                new Tables(
                        List.copyOf(bookings),
                        List.copyOf(sessions),
                        List.copyOf(keys),
                        List.copyOf(credits),
                        List.copyOf(journal)),
                shown,
                stuck));
    }
}
