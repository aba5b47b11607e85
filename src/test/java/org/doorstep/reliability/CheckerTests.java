package org.doorstep.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Notice;
import org.doorstep.reliability.Entry.Obstacle;
import org.doorstep.reliability.Entry.SessionChange;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Seats;
import org.doorstep.reliability.Story.Basket;
import org.doorstep.reliability.Tables.CreditRow;
import org.doorstep.reliability.Tables.KeyRow;
import org.doorstep.reliability.Tables.SessionRow;
import org.junit.jupiter.api.Test;

/** Each rule of the checker finds the lie in a history that is false in one point. */
class CheckerTests {

    private final Story story = new Story();

    @Test
    void a_true_history_breaks_nothing() {
        UUID session = story.session(2);
        Basket holders = story.booked(session, "CONFIRMED", 2);
        Basket siblings = story.booked(session, "WAITLISTED", 3);
        Basket single = story.booked(session, "WAITLISTED", 1);
        story.called(story.wish(session, 1), Outcome.refused("SESSION_FULL"));
        Operation unknown = story.wish(session, 1);
        story.called(unknown, Outcome.unknown("cut"));
        story.booked(unknown, "WAITLISTED");
        story.called(Operation.read(90, holders.person(), session), Outcome.seen(new Seats(2, 0, 4)));
        story.cancelled(holders, "CONFIRMED");
        story.passedOver(siblings, "NOT_ENOUGH_SEATS");
        story.moveAlong(single, "WAITLISTED", "OFFERED");
        story.bookings.stream()
                .filter(row -> row.child().equals(unknown.children().get(0)))
                .findFirst()
                .ifPresent(row -> story.moveAlong(
                        new Basket(
                                unknown.person(),
                                session,
                                row.basket(),
                                unknown.children(),
                                List.of(row.id()),
                                single.since()),
                        "WAITLISTED",
                        "OFFERED"));
        story.counted(session);
        story.accepted(single);

        assertThat(story.violations()).isEmpty();
    }

    @Test
    void an_acknowledged_booking_that_is_gone_is_found() {
        Basket basket = story.booked(story.session(2), "CONFIRMED", 2);
        story.bookings.remove(1);

        finds("AcknowledgedOnce", "was acknowledged with bookings " + basket.ids());
    }

    @Test
    void an_acknowledged_booking_without_its_key_is_found() {
        story.booked(story.session(1), "CONFIRMED", 1);
        story.keys.clear();

        finds("AcknowledgedOnce", "was acknowledged, but its key is kept 0 times");
        finds("AcknowledgedOnce", "exists, but no key stands for it");
    }

    @Test
    void a_booking_that_nobody_asked_for_is_found() {
        story.written(story.wish(story.session(1), 1), "CONFIRMED");

        finds("AcknowledgedOnce", "was kept, but nobody asked with it");
    }

    @Test
    void a_basket_with_a_child_too_few_is_found() {
        UUID session = story.session(2);
        Operation wish = story.wish(session, 2);
        Operation half = Operation.book(
                wish.number(),
                wish.person(),
                session,
                wish.key(),
                wish.children().subList(0, 1),
                true,
                true);
        Basket basket = story.written(half, "CONFIRMED");
        story.called(wish, Outcome.ok("SessionBooked", basket.ids()));

        finds("AcknowledgedOnce", "asked for children " + wish.children());
    }

    @Test
    void a_key_that_is_half_of_a_write_is_found() {
        story.keys.add(new KeyRow(UUID.randomUUID(), UUID.randomUUID(), null));

        finds("AcknowledgedOnce", "was kept without a basket: half of a write");
    }

    @Test
    void a_call_whose_end_nobody_knows_is_found() {
        story.called(story.wish(story.session(1), 1), Outcome.unknown("timeout"));

        finds("AcknowledgedOnce", "nobody knows how operation 1 (BOOK");
    }

    @Test
    void an_acknowledged_cancellation_without_effect_is_found() {
        Basket basket = story.booked(story.session(1), "CONFIRMED", 1);
        story.called(about(Kind.CANCEL, basket), Outcome.ok("BookingCancelled", basket.ids()));

        finds("AcknowledgedOnce", "(CANCEL of booking %s".formatted(basket.ids().get(0)));
    }

    @Test
    void a_cancellation_that_nobody_asked_for_is_found() {
        Basket basket = story.booked(story.session(1), "CONFIRMED", 1);
        story.moved(basket, "CONFIRMED", "CANCELLED");

        finds("AcknowledgedOnce", "became CANCELLED, but nobody asked for it");
    }

    @Test
    void an_acknowledged_capacity_without_effect_is_found() {
        story.called(
                Operation.capacity(7, UUID.randomUUID(), story.session(1), 9),
                Outcome.ok("CapacityChanged", List.of()));

        finds("AcknowledgedOnce", "operation 7 (CHANGE_CAPACITY");
    }

    @Test
    void a_refusal_that_booked_is_found() {
        Operation wish = story.wish(story.session(1), 1);
        Basket basket = story.written(wish, "CONFIRMED");
        story.called(wish, Outcome.refused("ALREADY_BOOKED"));

        finds("RefusedAbsent", "was refused with ALREADY_BOOKED, but basket %s exists".formatted(basket.id()));
    }

    @Test
    void one_child_too_many_is_found() {
        UUID session = story.session(1);
        story.booked(session, "CONFIRMED", 1);
        story.booked(session, "CONFIRMED", 1);

        finds("NeverOversold", "session %s had 2 children on 1 places".formatted(session));
        finds("NeverOversold", "session %s has 2 bookings on 1 places".formatted(session));
    }

    @Test
    void a_wrong_count_is_found() {
        UUID session = story.session(3);
        story.booked(session, "CONFIRMED", 1);
        story.sessions.replaceAll(row -> new SessionRow(session, 3, 2, 0, row.startsAt(), row.endsAt()));
        story.journal.replaceAll(entry -> entry instanceof SessionChange change && change.taken() == 1
                ? new SessionChange(change.transaction(), session, 3, 2, 0)
                : entry);

        finds("NeverOversold", "says 2 taken and 0 waiting, but its bookings are 1 and 0");
        finds("NeverOversold", "counted 2 taken and 0 waiting after transaction 2, but had 1 and 0");
    }

    @Test
    void transactions_that_do_not_take_turns_are_found() {
        UUID session = story.session(3);
        story.booked(session, "CONFIRMED", 1);
        story.journal.add(new SessionChange(1, session, 3, 1, 0));

        finds("NeverOversold", "transaction 1 changed session %s while another one did".formatted(session));
    }

    @Test
    void a_reader_who_saw_what_never_was_is_found() {
        UUID session = story.session(3);
        story.called(Operation.read(5, UUID.randomUUID(), session), Outcome.seen(new Seats(3, -1, 0)));
        story.called(Operation.read(6, UUID.randomUUID(), session), Outcome.seen(new Seats(3, 2, 0)));

        finds("NeverOversold", "a reader saw -1 of 3 places left");
        finds("NeverOversold", "a reader saw Seats[capacity=3, left=2, waiting=0] in session %s".formatted(session));
    }

    @Test
    void a_place_that_stays_empty_while_a_family_waits_is_found() {
        UUID session = story.session(1);
        Basket waiting = story.booked(session, "WAITLISTED", 1);

        finds("SoldOut", "has 1 free places, but basket %s with 1 children waits".formatted(waiting.id()));
    }

    @Test
    void who_is_passed_over_for_a_place_elsewhere_waits_as_long_as_it_has_that_place() {
        Elsewhere story = new Elsewhere();

        assertThat(this.story.violations()).isEmpty();

        this.story.cancelled(story.place, "CONFIRMED");
        this.story.counted(story.other);
        finds("SoldOut", "has 1 free places, but basket %s with 1 children waits".formatted(story.waiting.id()));
    }

    @Test
    void somebody_who_takes_a_place_from_one_whose_obstacle_is_gone_is_found() {
        Elsewhere story = new Elsewhere();
        this.story.cancelled(story.place, "CONFIRMED");
        this.story.counted(story.other);
        this.story.booked(story.session, "CONFIRMED", 1);

        finds(
                "FirstComeFirstServed",
                "took a place that was enough for basket %s, which waits".formatted(story.waiting.id()));
    }

    @Test
    void a_child_that_became_too_old_and_is_not_any_longer_is_found_waiting() {
        UUID session = story.session(1);
        Basket waiting = story.booked(session, "WAITLISTED", 1);
        UUID child = waiting.children().get(0);
        story.journal.add(new Obstacle(90, child, "AGE", true));
        assertThat(story.violations()).isEmpty();

        story.journal.add(new Obstacle(91, child, "AGE", false));
        finds("SoldOut", "has 1 free places, but basket %s with 1 children waits".formatted(waiting.id()));
    }

    @Test
    void a_child_with_a_place_of_the_year_to_spare_is_found_waiting() {
        UUID session = story.session(1);
        UUID later = story.session(1);
        UUID event = UUID.randomUUID();
        story.sessions.replaceAll(row -> new SessionRow(
                row.id(),
                row.capacity(),
                row.taken(),
                row.waiting(),
                row.startsAt().plus(row.id().equals(later) ? Duration.ofDays(1) : Duration.ZERO),
                row.endsAt().plus(row.id().equals(later) ? Duration.ofDays(1) : Duration.ZERO),
                event,
                2027,
                1));
        Operation wish = story.wish(session, 1);
        Basket waiting = story.booked(wish, "WAITLISTED");
        Basket place = story.booked(sameChildren(wish, later), "CONFIRMED");
        assertThat(story.violations()).isEmpty();

        story.cancelled(place, "CONFIRMED");
        story.counted(later);
        finds("SoldOut", "has 1 free places, but basket %s with 1 children waits".formatted(waiting.id()));
    }

    private static Operation sameChildren(Operation wish, UUID session) {
        return Operation.book(
                wish.number() + 1_000, wish.person(), session, UUID.randomUUID(), wish.children(), true, true);
    }

    /** A child that waits for a free place, since it has one in another session of that time. */
    private final class Elsewhere {

        private final UUID session = story.session(1);
        private final UUID other = story.session(1);
        private final Operation wish = story.wish(session, 1);
        private final Basket place = story.booked(sameChildren(wish, other), "CONFIRMED");
        private final Basket waiting = story.booked(wish, "WAITLISTED");
    }

    @Test
    void a_refusal_in_spite_of_places_is_found() {
        UUID session = story.session(2);
        story.booked(session, "CONFIRMED", 1);
        story.called(story.wish(session, 1), Outcome.refused("SESSION_FULL"));

        finds("SoldOut", "was refused for want of places, but 1 were never sold");
    }

    @Test
    void a_child_in_two_places_is_found() {
        UUID one = story.session(1);
        UUID other = story.session(1);
        Operation wish = story.wish(one, 1);
        story.booked(wish, "CONFIRMED");
        story.booked(
                Operation.book(50, wish.person(), other, UUID.randomUUID(), wish.children(), true, true), "CONFIRMED");

        finds("NoOverlap", "had places in sessions %s and %s at a time".formatted(one, other));
    }

    @Test
    void an_offer_to_the_second_in_line_is_found() {
        UUID session = story.session(1);
        Basket holder = story.booked(session, "CONFIRMED", 1);
        Basket first = story.booked(session, "WAITLISTED", 1);
        Basket second = story.booked(session, "WAITLISTED", 1);
        story.cancelled(holder, "CONFIRMED");
        story.moveAlong(second, "WAITLISTED", "OFFERED");
        story.counted(session);

        finds(
                "FirstComeFirstServed",
                "basket %s was offered a place before basket %s, which is ahead of it"
                        .formatted(second.id(), first.id()));
    }

    @Test
    void a_family_that_is_passed_over_without_reason_is_found() {
        UUID session = story.session(2);
        Basket holders = story.booked(session, "CONFIRMED", 2);
        Basket first = story.booked(session, "WAITLISTED", 2);
        story.cancelled(holders, "CONFIRMED");
        story.passedOver(first, "NOT_ENOUGH_SEATS");
        story.counted(session);

        finds("FirstComeFirstServed", "was passed over for want of places, but 2 were free");
    }

    @Test
    void somebody_who_jumps_the_queue_is_found() {
        UUID session = story.session(1);
        Basket waiting = story.booked(session, "WAITLISTED", 1);
        story.booked(session, "CONFIRMED", 1);

        finds(
                "FirstComeFirstServed",
                "took a place that was enough for basket %s, which waits".formatted(waiting.id()));
    }

    @Test
    void a_family_that_was_told_earlier_but_stands_behind_is_found() {
        UUID session = story.session(1);
        story.booked(session, "CONFIRMED", 1);
        Basket first = story.booked(session, "WAITLISTED", 1);
        Basket second = story.booked(session, "WAITLISTED", 1);
        story.journal.replaceAll(entry ->
                entry instanceof BookingChange change && change.basket().equals(second.id())
                        ? new BookingChange(
                                change.transaction(),
                                change.booking(),
                                session,
                                change.child(),
                                second.id(),
                                null,
                                "WAITLISTED",
                                first.since().minus(Duration.ofSeconds(1)),
                                0,
                                true,
                                change.at(),
                                null)
                        : entry);

        finds(
                "FirstComeFirstServed",
                "basket %s stands before basket %s, which was told earlier".formatted(second.id(), first.id()));
    }

    @Test
    void a_held_place_that_another_family_got_is_found() {
        UUID session = story.session(1);
        Basket holder = story.booked(session, "CONFIRMED", 1);
        Basket first = story.booked(session, "WAITLISTED", 1);
        story.cancelled(holder, "CONFIRMED");
        story.moveAlong(first, "WAITLISTED", "OFFERED");
        story.counted(session);
        Basket passerBy = story.booked(session, "CONFIRMED", 1);

        finds(
                "HeldPlaces",
                "booking %s took a place of session %s that was held"
                        .formatted(passerBy.ids().get(0), session));
    }

    @Test
    void an_offer_that_ends_too_early_is_found() {
        UUID session = story.session(1);
        Basket first = story.booked(session, "WAITLISTED", 1);
        story.moved(first, "WAITLISTED", "OFFERED");
        story.moved(first, "OFFERED", "EXPIRED");

        finds(
                "HeldPlaces",
                "the offer of booking %s ended at".formatted(first.ids().get(0)));
    }

    @Test
    void a_change_that_the_audit_record_does_not_know_is_found() {
        Basket basket = story.booked(story.session(1), "CONFIRMED", 1);
        story.journal.removeIf(entry -> entry instanceof Notice notice && notice.action() != null);

        finds(
                "Accounted",
                "booking %s has no BOOKING_CONFIRMED in the audit record"
                        .formatted(basket.ids().get(0)));
    }

    @Test
    void an_audit_entry_of_what_did_not_happen_is_found() {
        UUID booking = UUID.randomUUID();
        story.journal.add(new Notice(9, booking, "BOOKING_CANCELLED"));

        finds("Accounted", "the audit record has BOOKING_CANCELLED of booking %s, which did not".formatted(booking));
    }

    @Test
    void a_place_that_the_family_is_not_told_of_is_found() {
        UUID session = story.session(1);
        Basket basket = story.booked(session, "WAITLISTED", 1);
        story.moved(basket, "WAITLISTED", "OFFERED");
        story.journal.removeIf(entry -> entry instanceof Notice notice && "MESSAGE_OFFER".equals(notice.action()));

        finds("Accounted", "basket %s became OFFERED, but there is no MESSAGE_OFFER".formatted(basket.id()));
    }

    @Test
    void a_change_that_the_outbox_does_not_know_is_found() {
        UUID session = story.session(1);
        story.booked(session, "CONFIRMED", 1);
        story.journal.removeIf(entry -> entry instanceof Notice notice && notice.action() == null);

        finds("Accounted", "session %s changed to 1 taken and 0 waiting, but the outbox".formatted(session));
    }

    @Test
    void a_tap_that_was_counted_twice_or_not_at_all_is_found() {
        Operation once = Operation.credit(7, UUID.randomUUID(), story.session(1), UUID.randomUUID());
        Operation lost = Operation.credit(8, UUID.randomUUID(), once.session(), UUID.randomUUID());
        story.called(once, Outcome.unknown("cut"));
        story.called(once, Outcome.ok("MessageCreditsGranted", List.of()));
        story.called(lost, Outcome.ok("MessageCreditsGranted", List.of()));
        story.credits.add(new CreditRow(once.person(), 2, 2, 2));

        finds("CreditsConserved", "person %s granted 1 credits, but 2 were counted".formatted(once.person()));
        finds("CreditsConserved", "person %s granted 1 credits, but 0 were counted".formatted(lost.person()));
    }

    @Test
    void a_balance_that_is_not_the_sum_of_its_entries_is_found() {
        Operation tap = Operation.credit(7, UUID.randomUUID(), story.session(1), UUID.randomUUID());
        story.called(tap, Outcome.ok("MessageCreditsGranted", List.of()));
        story.credits.add(new CreditRow(tap.person(), 2, 1, 1));

        finds("CreditsConserved", "has a balance of 2, but the entries say 1");
    }

    @Test
    void a_family_that_is_shown_something_else_is_found() {
        Basket basket = story.booked(story.session(1), "CONFIRMED", 1);
        story.shown.put(basket.person(), Map.of());

        finds("ShownAsStored", "person %s is shown the bookings {}".formatted(basket.person()));
    }

    @Test
    void an_open_transaction_is_found() {
        story.stuck.add("connection 17 is idle in transaction");

        finds("NothingStuck", "connection 17 is idle in transaction");
    }

    private static Operation about(Kind kind, Basket basket) {
        return Operation.about(
                1_000, kind, basket.person(), basket.session(), basket.ids().get(0));
    }

    private void finds(String rule, String words) {
        assertThat(story.violations())
                .anySatisfy(violation ->
                        assertThat(violation).startsWith(rule + ": ").contains(words));
    }
}
