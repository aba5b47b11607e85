package org.doorstep.event;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.r2dbc.core.DatabaseClient;

/** Sessions for tests of any feature, each of a published event of its own. */
@TestComponent
public class TestSessions {

    @Autowired
    private DatabaseClient database;

    /** A session that begins in ten days, can be booked now and has these places. */
    public UUID session(TestStation station, UUID service, int capacity) {
        UUID event = IdType.next();
        UUID session = IdType.next();
        database.sql("""
                        with event as (
                            insert into event (id, county_id, station_id, service_id, title, kind, mode, published_at)
                            values (:event, :city, :station, :service, '书法班', 'CLASS', 'IN_PERSON', now())
                        )
                        insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at,
                            capacity, booking_opens_at, booking_closes_at, cancel_until)
                        values (:session, :city, :event, :station, :service, now() + interval '10 days',
                            now() + interval '10 days 2 hours', :capacity, now() - interval '1 day',
                            now() + interval '9 days', now() + interval '9 days')
                        """)
                .bind("event", event)
                .bind("session", session)
                .bind("city", station.city())
                .bind("station", station.uuid())
                .bind("service", service)
                .bind("capacity", capacity)
                .fetch()
                .rowsUpdated()
                .block();
        return session;
    }

    /** Another session of the same event for two hours, which can be booked as the first one. */
    public UUID again(UUID session, Instant startsAt) {
        UUID id = IdType.next();
        database.sql("""
                        insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at,
                            capacity, booking_opens_at, booking_closes_at, cancel_until)
                        select :id, county_id, event_id, station_id, service_id, :start, :start + interval '2 hours',
                            capacity, booking_opens_at, booking_closes_at, cancel_until
                        from session where id = :session
                        """)
                .bind("id", id)
                .bind("session", session)
                .bind("start", startsAt)
                .fetch()
                .rowsUpdated()
                .block();
        return id;
    }

    /** Sets what the booking statement keeps. */
    public void takeSeats(UUID session, int seats) {
        database.sql("update session set seats_taken = :seats where id = :id")
                .bind("seats", seats)
                .bind("id", session)
                .fetch()
                .rowsUpdated()
                .block();
    }
}
