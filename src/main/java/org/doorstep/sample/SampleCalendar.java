package org.doorstep.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.doorstep.event.OnlineUrls;
import org.doorstep.platform.time.CityTime;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Events, and their sessions around a day. */
@Component
class SampleCalendar {

    private final BulkInsert bulk;
    private final DatabaseClient database;
    private final OnlineUrls urls;

    SampleCalendar(BulkInsert bulk, DatabaseClient database, OnlineUrls urls) {
        this.bulk = bulk;
        this.database = database;
        this.urls = urls;
    }

    static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, CityTime.ZONE);
    }

    /** The number of a week that begins on Monday. */
    static long week(LocalDate day) {
        return Math.floorDiv(day.toEpochDay() + 3, 7L);
    }

    static List<SampleEvent> events(SampleFiles files) {
        return files.rows("events.csv").stream().map(SampleEvent::new).toList();
    }

    Mono<Long> insertEvents(SampleFiles files) {
        return bulk.insert("""
                insert into event (id, county_id, station_id, service_id, title, description, kind, mode, custody, moves_on, online_url,
                                   min_age, max_age, booking_opens_before, required_consents, children_per_carer,
                                   published_at, sample, created_at)
                select id, county_id, station_id, service_id, title, description, kind::event_kind, mode::event_mode,
                       coalesce(custody, case mode when 'ONLINE' then 'NONE' else 'HAND_OVER' end)::custody_kind,
                       moves_on, decode(online_url, 'hex'), min_age, max_age, make_interval(days => booking_days), required_consents, ratio, created_at, true, created_at
                from (select *, now() - interval '300 days' + position * interval '1 minute' as created_at
                      from jsonb_to_recordset(:rows::jsonb) as r(
                          position integer, id uuid, county_id uuid, station_id uuid, service_id uuid, title text,
                          description text, kind text, mode text, custody text, moves_on boolean, online_url text, min_age smallint, max_age smallint,
                          booking_days integer, required_consents text[], ratio smallint)) e
                """, events(files).stream().map(this::eventRow).toList());
    }

    private Map<String, Object> eventRow(SampleEvent event) {
        SampleRow row = event.row();
        Map<String, Object> values = new HashMap<>(row.values());
        values.put(
                "position", Integer.parseInt(row.place().substring(row.place().indexOf(':') + 1)));
        values.put("id", event.id());
        values.put("county_id", SampleStations.CITY);
        values.put("station_id", SampleStations.station(event.station()));
        values.put("service_id", SampleStations.service(row.text("service")));
        String url = row.find("online_url");
        values.put("online_url", url == null ? null : HexFormat.of().formatHex(urls.sealed(event.id(), url)));
        values.put("ratio", row.find("ratio"));
        values.put("custody", row.find("custody"));
        values.put("moves_on", row.find("moves_on") != null);
        values.put("required_consents", event.consents());
        return values;
    }

    /** Sessions that the weeks around {@code today} should have and the database has not, in their order. */
    Mono<List<SampleSession>> missing(SampleFiles files, LocalDate today) {
        List<SampleSession> wanted = events(files).stream()
                .flatMap(event -> event.sessions(today).stream())
                .sorted(Comparator.comparing(SampleSession::startsAt).thenComparing(SampleSession::id))
                .toList();
        return database.sql("""
                        select s.event_id || ' ' || extract(epoch from s.starts_at)::bigint as key
                        from session s join event e on e.id = s.event_id
                        where e.sample
                        """)
                .mapValue(String.class)
                .all()
                .collect(Collectors.toSet())
                .map(existing -> wanted.stream()
                        .filter(session -> !existing.contains(key(session)))
                        .toList());
    }

    private static String key(SampleSession session) {
        return session.event().id() + " " + session.startsAt().getEpochSecond();
    }

    /**
     * The carers of a session are counted again when its shift is added, while it is not over.
     *
     * @param seatsTaken by session; none where it is missing
     */
    Mono<Long> insertSessions(List<SampleSession> sessions, Map<UUID, Integer> seatsTaken) {
        return bulk.insert(
                """
                insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                                     seats_taken, carers, booking_opens_at, booking_closes_at, cancel_until, created_at)
                select r.id, e.county_id, e.id, e.station_id, e.service_id, r.starts_at, r.ends_at, r.capacity,
                       r.seats_taken, r.carers, r.starts_at - e.booking_opens_before, r.starts_at - e.booking_closes_before,
                       r.starts_at - e.cancel_until_before, least(now(), r.starts_at - e.booking_opens_before)
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz, capacity integer,
                    seats_taken integer, carers integer)
                join event e on e.id = r.event_id
                """,
                sessions.stream()
                        .map(session -> Map.of(
                                "id", session.id(),
                                "event_id", session.event().id(),
                                "starts_at", session.startsAt().toString(),
                                "ends_at", session.endsAt().toString(),
                                "capacity", session.event().capacity(),
                                "seats_taken", seatsTaken.getOrDefault(session.id(), 0),
                                "carers",
                                        session.event().needsCarers()
                                                ? session.event().helpers()
                                                : 0))
                        .toList());
    }
}
