package org.doorstep.event;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.catalog.Service;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** One dated occurrence of an event (场次). */
public record Session(Selected row) implements Node {

    public static final IdType ID = new IdType("ses");

    static final Column<Instant> STARTS_AT = Column.of("starts_at", Instant.class);
    private static final Column<Instant> ENDS_AT = Column.of("ends_at", Instant.class);
    private static final Column<Integer> CAPACITY = Column.of("capacity", Integer.class);
    private static final Column<Integer> ROOM = Column.of("room", Integer.class);
    private static final Column<Integer> CARERS = Column.of("carers", Integer.class);
    private static final Column<Integer> SEATS_LEFT =
            Column.computed("seats_left", "greatest({t}.capacity - {t}.seats_taken, 0)", Integer.class);
    private static final Column<Integer> WAITLIST_LENGTH = Column.of("waitlist_length", Integer.class);
    private static final Column<String> STATE = Column.computed(
            "state",
            "(case when {t}.cancelled_at is not null then 'CANCELLED' when now() < {t}.starts_at then 'SCHEDULED'"
                    + " when now() < {t}.ends_at then 'RUNNING' else 'ENDED' end)",
            String.class);
    private static final Column<Instant> OPENS_AT = Column.of("booking_opens_at", Instant.class);
    private static final Column<Instant> CLOSES_AT = Column.of("booking_closes_at", Instant.class);
    private static final Column<Instant> CANCEL_UNTIL = Column.of("cancel_until", Instant.class);
    private static final Column<Boolean> OPEN = Column.computed(
            "open",
            "({t}.cancelled_at is null and now() between {t}.booking_opens_at and {t}.booking_closes_at)",
            Boolean.class);
    private static final Column<String> CANCELLATION_REASON = Column.of("cancellation_reason", String.class);
    private static final ToOne<Event> EVENT = ToOne.by("event_id", "event", () -> Event.PROJECTION);
    private static final ToOne<Station> STATION = ToOne.by("station_id", "station", () -> Station.PROJECTION);
    private static final ToOne<Service> SERVICE = ToOne.by("service_id", "service", () -> Service.PROJECTION);

    public static final Projection<Session> PROJECTION = Projection.of("session", Session::new)
            .field("startsAt", STARTS_AT)
            .field("endsAt", ENDS_AT)
            .field(CAPACITY)
            .field(ROOM)
            .field(CARERS)
            .field("seatsLeft", SEATS_LEFT)
            .field("waitlistLength", WAITLIST_LENGTH)
            .field(STATE)
            .field("booking", OPENS_AT, CLOSES_AT, CANCEL_UNTIL, OPEN)
            .field("cancellationReason", CANCELLATION_REASON)
            .one(EVENT)
            .one(STATION)
            .one(SERVICE);

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public Instant startsAt() {
        return row.get(STARTS_AT);
    }

    public Instant endsAt() {
        return row.get(ENDS_AT);
    }

    public Integer capacity() {
        return row.get(CAPACITY);
    }

    public Integer room() {
        return row.get(ROOM);
    }

    public Integer carers() {
        return row.get(CARERS);
    }

    public Integer seatsLeft() {
        return row.get(SEATS_LEFT);
    }

    public Integer waitlistLength() {
        return row.get(WAITLIST_LENGTH);
    }

    public SessionState state() {
        return SessionState.valueOf(row.get(STATE));
    }

    public BookingWindow booking() {
        return new BookingWindow(row.get(OPENS_AT), row.get(CLOSES_AT), row.get(CANCEL_UNTIL), row.get(OPEN));
    }

    public @Nullable String cancellationReason() {
        return row.find(CANCELLATION_REASON);
    }

    public Event event() {
        return row.get(EVENT);
    }

    public Station station() {
        return row.get(STATION);
    }

    public Service service() {
        return row.get(SERVICE);
    }
}
