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
    /** When places of a session can be booked and given back. */
    public record BookingWindow(Instant opensAt, Instant closesAt, Instant cancelUntil, boolean open) {}

    public static final IdType ID = new IdType("ses");

    static final Column<Instant> STARTS_AT = Column.of("starts_at", Instant.class);
    private static final Column<Instant> ENDS_AT = Column.of("ends_at", Instant.class);
    private static final Column<Integer> CAPACITY = Column.of("capacity", Integer.class);
    private static final Column<Integer> ROOM = Column.of("room", Integer.class);
    private static final Column<Integer> CARERS = Column.of("carers", Integer.class);
    /** Until bookings close: from then on the places left of a session would tell how few children came to it. */
    static final String PLACES_ARE_PUBLIC =
            "({t}.cancelled_at is null and now() <= least({t}.booking_closes_at, {t}.starts_at))";

    private static final Column<UUID> STATION_ID = Column.of("station_id", UUID.class);
    private static final Column<Boolean> PLACES_PUBLIC =
            Column.computed("places_public", PLACES_ARE_PUBLIC, Boolean.class);
    /** What everyone can read of a session whose places are not public, to tell whether it changed. */
    static final Column<String> PUBLIC_FACTS = Column.computed(
            "public_facts",
            "({t}.starts_at, {t}.ends_at, {t}.booking_opens_at, {t}.booking_closes_at, {t}.cancel_until,"
                    + " {t}.cancelled_at, {t}.capacity, {t}.room, {t}.carers)::text",
            String.class);

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

    /** Not a field of the API: what {@link LiveSessions} reads besides. */
    static final String LIVE = "live";

    public static final Projection<Session> PROJECTION = Projection.of("session", Session::new)
            .field("startsAt", STARTS_AT)
            .field("endsAt", ENDS_AT)
            .field(CAPACITY)
            .field(ROOM)
            .field(CARERS)
            .field("seatsLeft", SEATS_LEFT, PLACES_PUBLIC, STATION_ID)
            .field("waitlistLength", WAITLIST_LENGTH, PLACES_PUBLIC, STATION_ID)
            .field(STATE)
            .field(LIVE, PUBLIC_FACTS, PLACES_PUBLIC, STATION_ID)
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

    /** Not for everyone: {@link Places} decides who is told. */
    Integer exactSeatsLeft() {
        return row.get(SEATS_LEFT);
    }

    /** Not for everyone: {@link Places} decides who is told. */
    Integer exactWaitlistLength() {
        return row.get(WAITLIST_LENGTH);
    }

    boolean placesArePublic() {
        return row.get(PLACES_PUBLIC);
    }

    String publicFacts() {
        return row.get(PUBLIC_FACTS);
    }

    UUID stationUuid() {
        return row.get(STATION_ID);
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
