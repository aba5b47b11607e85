package org.doorstep.sample;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bookings of sample sessions, and the attendances of those that are over. */
@Component
class SampleBookings {

    private final BulkInsert bulk;
    private final DatabaseClient database;
    private final SampleCalendar calendar;

    SampleBookings(BulkInsert bulk, DatabaseClient database, SampleCalendar calendar) {
        this.bulk = bulk;
        this.database = database;
        this.calendar = calendar;
    }

    private record Booking(SampleSession session, SampleChild child) {}

    private record Taken(UUID child, Instant from, Instant until) {}

    /**
     * Adds the sessions that the weeks around {@code now} lack, and who takes part in them.
     *
     * @return how many sessions were added
     */
    Mono<Integer> extend(SampleFiles files, Instant now) {
        return calendar.missing(files, SampleCalendar.today(now))
                .filter(missing -> !missing.isEmpty())
                .flatMap(missing -> places(files, now).flatMap(places -> insert(missing, places, files, now)))
                .defaultIfEmpty(0);
    }

    private Mono<Integer> insert(List<SampleSession> sessions, Places places, SampleFiles files, Instant now) {
        Map<UUID, List<UUID>> asked = places.nobodyHasOne() ? asked(files, sessions, now) : Map.of();
        List<Booking> bookings = new ArrayList<>();
        Map<UUID, Integer> seatsTaken = new HashMap<>();
        for (SampleSession session : sessions) {
            List<SampleChild> taken = places.take(session, asked.getOrDefault(session.id(), List.of()));
            taken.forEach(child -> bookings.add(new Booking(session, child)));
            seatsTaken.put(session.id(), taken.size());
        }
        return calendar.insertSessions(sessions, seatsTaken)
                .then(insertBookings(bookings, now))
                .thenReturn(sessions.size());
    }

    /** The bookings of {@code bookings.csv}: children by session. */
    private static Map<UUID, List<UUID>> asked(SampleFiles files, List<SampleSession> sessions, Instant now) {
        Map<UUID, List<UUID>> asked = new HashMap<>();
        for (SampleRow row : files.rows("bookings.csv")) {
            sessions.stream()
                    .filter(session -> session.event().title().equals(row.text("event")))
                    .filter(session -> session.startsAt().isAfter(now))
                    .skip(row.number("session") - 1L)
                    .findFirst()
                    .ifPresent(session -> asked.computeIfAbsent(session.id(), id -> new ArrayList<>())
                            .add(SampleFamilies.child(row.text("family"), row.text("nickname"))));
        }
        return asked;
    }

    private Mono<Long> insertBookings(List<Booking> bookings, Instant now) {
        return bulk.insert(
                """
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period,
                                     created_at, confirmed_at)
                select r.id, s.county_id, s.id, r.child_id, r.id, 'CONFIRMED', r.booked_by,
                       tstzrange(s.starts_at, s.ends_at), r.created_at, r.created_at
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, session_id uuid, child_id uuid, booked_by uuid, created_at timestamptz)
                join session s on s.id = r.session_id
                """,
                bookings.stream()
                        .map(booking -> {
                            Instant bookedAt = bookedAt(booking, now);
                            return Map.of(
                                    "id",
                                            SampleIds.at(
                                                    bookedAt,
                                                    "booking",
                                                    booking.session().id() + "/"
                                                            + booking.child().id()),
                                    "session_id", booking.session().id(),
                                    "child_id", booking.child().id(),
                                    "booked_by", booking.child().guardian(),
                                    "created_at", bookedAt.toString());
                        })
                        .toList());
    }

    private static Instant bookedAt(Booking booking, Instant now) {
        Instant opens = booking.session().bookingOpensAt();
        Instant closes = booking.session().startsAt().minus(Duration.ofHours(1));
        long seconds =
                Duration.between(opens, closes.isBefore(now) ? closes : now).toSeconds();
        return opens.plusSeconds(SampleIds.choice(
                (int) Math.max(1, seconds),
                "booked" + booking.session().id() + booking.child().id()));
    }

    /**
     * Records that the children of the sample who had a place in a session that is over were there.
     *
     * @return how many attendances were added
     */
    Mono<Long> attend(Instant now) {
        return database.sql("""
                        with over as (
                            update booking b set state = 'ATTENDED'
                            from session s join event e on e.id = s.event_id
                            join lateral (select person_id from role_grant
                                          where station_id = s.station_id and role = 'STATION_STAFF'
                                          order by id limit 1) g on true
                            where s.id = b.session_id and b.state = 'CONFIRMED' and e.sample
                              and s.ends_at < :now - interval '15 minutes'
                              and b.child_id in (select id from child where sample)
                            returning b.id, b.county_id, b.session_id, b.child_id, s.starts_at, s.ends_at,
                                      abs(hashtext(b.id::text)) % 12 * interval '1 minute' as late, e.mode = 'ONLINE' as online,
                                      g.person_id as staff, b.booked_by
                        ), came as (
                        insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at,
                                                arrival_recorded_by, left_at, departure_recorded_by, created_at, mode)
                        select gen_random_uuid(), county_id, session_id, child_id, id,
                               case when online then starts_at + late else starts_at - interval '8 minutes' + late end,
                               case when online then booked_by else staff end,
                               case when online then ends_at else ends_at + late end,
                               case when online then booked_by else staff end, starts_at,
                               case when online then 'ONLINE' else 'IN_PERSON' end::attendance_mode
                        from over
                        on conflict (booking_id) do nothing
                        returning id, booking_id, left_at, departure_recorded_by, mode
                        )
                        insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                        select came.id, came.left_at, o.booked_by, came.departure_recorded_by, 'KNOWN_PERSONALLY'
                        from came join over o on o.id = came.booking_id where came.mode = 'IN_PERSON'
                        """).bind("now", now).fetch().rowsUpdated();
    }

    private Mono<Places> places(SampleFiles files, Instant now) {
        return children().collectList().flatMap(children -> {
            Occupied occupied = new Occupied();
            return taken().doOnNext(taken -> occupied.add(taken.child(), taken.from(), taken.until()))
                    .then(Mono.fromSupplier(() -> new Places(children, Neighbourhood.of(files), occupied, now)));
        });
    }

    private Flux<SampleChild> children() {
        return database.sql("""
                        select c.id, c.birth_date, min(g.person_id::text)::uuid as guardian,
                               array(select purpose::text from consent
                                     where child_id = c.id and withdrawn_at is null) as consents,
                               exists (select from demo_persona p join family_guardian f using (person_id)
                                       where f.family_id = c.family_id) as demo
                        from child c join family_guardian g using (family_id)
                        where c.sample
                        group by c.id
                        order by c.id
                        """)
                .map(row -> new SampleChild(
                        required(row, "id", UUID.class),
                        required(row, "guardian", UUID.class),
                        required(row, "birth_date", LocalDate.class),
                        List.of(required(row, "consents", String[].class)),
                        required(row, "demo", Boolean.class)))
                .all();
    }

    private Flux<Taken> taken() {
        return database.sql("""
                        select b.child_id, s.starts_at, s.ends_at
                        from booking b join session s on s.id = b.session_id join child c on c.id = b.child_id
                        where c.sample and b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                        """)
                .map(row -> new Taken(
                        required(row, "child_id", UUID.class),
                        required(row, "starts_at", Instant.class),
                        required(row, "ends_at", Instant.class)))
                .all();
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
