package org.doorstep.sample;

import static org.doorstep.platform.database.Columns.required;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bookings of sample sessions, and the attendances of those that are over. */
@Component
class SampleBookings {

    /**
     * A child of the sample as the database has it.
     *
     * @param demo whether a demo persona is its guardian
     */
    record SampleChild(UUID id, UUID guardian, LocalDate birthDate, List<String> consents, boolean demo) {

        /** Completed years, as the database's {@code completed_years} counts them. */
        int age(LocalDate day) {
            int years = day.getYear() - birthDate.getYear();
            return birthDate.plusYears(years).isAfter(day) ? years - 1 : years;
        }

        boolean mayCome(SampleSession session) {
            return session.event().suits(age(session.day()))
                    && consents.containsAll(session.event().consents());
        }
    }

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
     * Records that the children of the sample who had a place in a session that is over were there, and left as the custody
     * of the event and their consents say.
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
                            returning b.id, b.county_id, b.session_id, b.child_id, s.station_id, s.starts_at, s.ends_at,
                                      custody_of(b.child_id, e.custody, local_day(s.starts_at)) as custody,
                                      abs(hashtext(b.id::text)) % 12 * interval '1 minute' as late, e.mode = 'ONLINE' as online,
                                      g.person_id as staff, b.booked_by
                        ), stay as (
                            -- who has a place in the adjoining session goes on to it
                            select distinct on (o.id) o.*, n.id as next,
                                   case when o.online then o.starts_at else o.starts_at - interval '8 minutes' end + o.late as came_at,
                                   case when o.online then o.ends_at
                                        else coalesce(n.starts_at - interval '8 minutes' + n.late, o.ends_at + o.late) end as went_at
                            from over o left join over n
                                on n.child_id = o.child_id and n.station_id = o.station_id and o.custody = 'HAND_OVER'
                                and not n.online and n.starts_at between o.ends_at and o.ends_at + moving_gap()
                            order by o.id, n.starts_at
                        ), came as (
                            insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at,
                                                    arrival_recorded_by, left_at, departure_recorded_by, created_at, mode)
                            select gen_random_uuid(), county_id, session_id, child_id, id, came_at,
                                   case when online then booked_by else staff end, greatest(went_at, came_at),
                                   case when online then booked_by else staff end, starts_at,
                                   case when online then 'ONLINE' else 'IN_PERSON' end::attendance_mode
                            from stay
                            on conflict (booking_id) do nothing
                            returning id, booking_id, left_at, mode
                        ), way as (
                            select c.id, c.left_at, s.booked_by, s.staff, m.id as moved_to,
                                   case when m.id is not null then 'MOVED_ON'
                                        when s.custody = 'HAND_OVER' then 'HANDED_OVER'
                                        when s.custody = 'LEAVES_ALONE' then 'LEFT_ALONE'
                                        else 'WITH_GUARDIAN' end as kind
                            from came c join stay s on s.id = c.booking_id left join came m on m.booking_id = s.next
                            where c.mode = 'IN_PERSON'
                        )
                        insert into hand_over (attendance_id, left_at, kind, moved_to, guardian_id, verified_by,
                                               verified_how, recorded_at)
                        select id, left_at, kind::departure_kind, moved_to, case when kind = 'HANDED_OVER' then booked_by end,
                               staff, case when kind = 'HANDED_OVER' then 'KNOWN_PERSONALLY' end::identity_check, left_at
                        from way
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
}
