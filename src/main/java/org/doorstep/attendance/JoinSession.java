package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.doorstep.attendance.AttendanceRefusal.NotBooked;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingRefusal.ConsentMissing;
import org.doorstep.booking.BookingState;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.event.OnlineUrls;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refusal;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives the address of an online session to who has a place in it, while it can be joined, and notes that the child is there. */
@Component
class JoinSession {

    record Input(String bookingId) {}

    record SessionJoined(String onlineUrl, Instant endsAt, Integer minutes, Boolean attended) {}

    private record Place(UUID event, Instant endsAt, byte[] url) {}

    private final DatabaseClient database;
    private final OnlineJoins joins;
    private final OnlineUrls urls;
    private final Transactions transactions;

    JoinSession(DatabaseClient database, OnlineJoins joins, OnlineUrls urls, Transactions transactions) {
        this.database = database;
        this.joins = joins;
        this.urls = urls;
        this.transactions = transactions;
    }

    Mono<SessionJoined> join(Caller caller, Input input) {
        caller.require(Role.GUARDIAN);
        UUID booking = Booking.ID.decode(input.bookingId());
        return transactions.write(judged(caller.personId(), booking)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.bookingId()))))
                .flatMap(place -> joins.join(booking, caller.personId())
                        .filter(Boolean::booleanValue)
                        .switchIfEmpty(Mono.error(() -> new Refused(new AttendanceRefusal.JoinedTooOften())))
                        .then(Mono.defer(() -> joins.record(booking)))
                        .map(presence -> new SessionJoined(
                                urls.personal(place.event(), place.url(), booking),
                                place.endsAt(),
                                presence.minutes(),
                                presence.attended()))));
    }

    /** Locks the session against being called off, then the booking; fails with {@link Refused}. */
    private Mono<Place> judged(UUID person, UUID booking) {
        return database.sql("""
                        with place as (
                            select s.id, s.event_id, s.starts_at - interval '15 minutes' as opens_at, s.ends_at,
                                   s.cancelled_at is not null as cancelled, e.mode <> 'IN_PERSON' as online,
                                   e.online_url, e.required_consents
                            from booking b
                            join child c on c.id = b.child_id
                            join session s on s.id = b.session_id
                            join event e on e.id = s.event_id
                            where b.id = :booking and %s
                            for key share of s
                        )
                        select b.child_id, b.state::text, p.event_id, p.opens_at, p.ends_at, p.cancelled, p.online,
                               p.online_url, now() < p.opens_at as early, now() >= p.ends_at as late,
                               missing_consents(b.child_id, p.required_consents || '{ONLINE_SESSION}'::text[]) as missing
                        from place p join booking b on b.session_id = p.id where b.id = :booking
                        for update of b
                        """.formatted(Families.ofPerson("c.family_id")))
                .bind("booking", booking)
                .bind("person", person)
                .map(row -> {
                    Refusal refusal = refusal(row);
                    if (refusal != null) {
                        throw new Refused(refusal);
                    }
                    return new Place(
                            required(row, "event_id", UUID.class),
                            required(row, "ends_at", Instant.class),
                            required(row, "online_url", byte[].class));
                })
                .one();
    }

    private static @Nullable Refusal refusal(Readable row) {
        BookingState state = BookingState.valueOf(required(row, "state", String.class));
        String[] missing = required(row, "missing", String[].class);
        if (!required(row, "online", Boolean.class) || row.get("online_url") == null) {
            return new AttendanceRefusal.NotOnline();
        }
        if (required(row, "cancelled", Boolean.class)) {
            return new AttendanceRefusal.SessionCalledOff();
        }
        if (state == BookingState.NO_SHOW || required(row, "late", Boolean.class)) {
            return new AttendanceRefusal.SessionOver(required(row, "ends_at", Instant.class));
        }
        if (state != BookingState.CONFIRMED && state != BookingState.ATTENDED) {
            return new NotBooked(state);
        }
        if (required(row, "early", Boolean.class)) {
            return new AttendanceRefusal.JoinNotOpen(required(row, "opens_at", Instant.class));
        }
        return missing.length == 0
                ? null
                : new ConsentMissing(
                        Child.ID.encode(required(row, "child_id", UUID.class)),
                        Arrays.stream(missing).map(ConsentPurpose::valueOf).toList());
    }
}
