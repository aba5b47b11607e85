package org.doorstep.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.doorstep.catalog.Service;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.money.Money;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;

/** What a station invites to (活动). */
public record Event(Selected row) implements Node {
    /** What holds for bookings of an event besides the times. */
    public record BookingRules(
            @Nullable Integer yearlyLimit,
            Integer offerHoldHours,
            @Nullable Integer reconfirmHoursBefore,
            Integer reconfirmAnswerHours,
            @Nullable Integer noShowLimit,
            Integer noShowDays,
            Integer limitedOpensHoursBefore) {}

    /** Where an event takes place. */
    public enum EventMode {
        IN_PERSON,
        ONLINE,
        HYBRID
    }

    public static final IdType ID = new IdType("evt");

    static final Column<Instant> CREATED_AT = Column.of("created_at", Instant.class);
    private static final Column<String> TITLE = Column.of("title", String.class);
    private static final Column<String> DESCRIPTION = Column.of("description", String.class);
    private static final Column<String> KIND = Column.computed("kind", "{t}.kind::text", String.class);
    private static final Column<String> MODE = Column.computed("mode", "{t}.mode::text", String.class);
    private static final Column<String> CUSTODY = Column.computed("custody", "{t}.custody::text", String.class);
    private static final Column<Boolean> MOVES_ON = Column.of("moves_on", Boolean.class);
    private static final Column<Integer> MIN_AGE = Column.of("min_age", Integer.class);
    private static final Column<Integer> MAX_AGE = Column.of("max_age", Integer.class);
    private static final Column<BigDecimal> FEE_AMOUNT = Column.of("fee_amount", BigDecimal.class);
    private static final Column<String> FEE_CURRENCY = Column.of("fee_currency", String.class);
    private static final Column<String[]> REQUIRED_CONSENTS = Column.of("required_consents", String[].class);
    private static final Column<Integer> YEARLY_LIMIT = Column.of("yearly_limit", Integer.class);
    private static final Column<Integer> OFFER_HOLD =
            Column.computed("offer_hold", "(extract(epoch from {t}.offer_hold) / 3600)::int", Integer.class);
    private static final Column<Integer> RECONFIRM_BEFORE = Column.computed(
            "reconfirm_before", "(extract(epoch from {t}.reconfirm_before) / 3600)::int", Integer.class);
    private static final Column<Integer> RECONFIRM_ANSWER = Column.computed(
            "reconfirm_answer", "(extract(epoch from {t}.reconfirm_answer) / 3600)::int", Integer.class);
    private static final Column<Integer> CHILDREN_PER_CARER = Column.of("children_per_carer", Integer.class);
    private static final Column<Integer> NO_SHOW_LIMIT = Column.of("no_show_limit", Integer.class);
    private static final Column<Integer> NO_SHOW_DAYS = Column.of("no_show_days", Integer.class);
    private static final Column<Integer> LIMITED_OPENS = Column.computed(
            "limited_opens_before", "(extract(epoch from {t}.limited_opens_before) / 3600)::int", Integer.class);
    private static final ToOne<Station> STATION = ToOne.by("station_id", "station", () -> Station.PROJECTION);
    private static final ToOne<Service> SERVICE = ToOne.by("service_id", "service", () -> Service.PROJECTION);

    public static final Projection<Event> PROJECTION = Projection.of("event", Event::new)
            .field(TITLE)
            .field(DESCRIPTION)
            .field(KIND)
            .field(MODE)
            .field(CUSTODY)
            .field("movesOn", MOVES_ON)
            .field("minAge", MIN_AGE)
            .field("maxAge", MAX_AGE)
            .field("fee", FEE_AMOUNT, FEE_CURRENCY)
            .field("requiredConsents", REQUIRED_CONSENTS)
            .field(
                    "bookingRules",
                    YEARLY_LIMIT,
                    OFFER_HOLD,
                    RECONFIRM_BEFORE,
                    RECONFIRM_ANSWER,
                    NO_SHOW_LIMIT,
                    NO_SHOW_DAYS,
                    LIMITED_OPENS)
            .field("childrenPerCarer", CHILDREN_PER_CARER)
            .one(STATION)
            .one(SERVICE);

    public UUID uuid() {
        return row.id();
    }

    @Override
    public String id() {
        return ID.encode(uuid());
    }

    public String title() {
        return row.get(TITLE);
    }

    public String description() {
        return row.get(DESCRIPTION);
    }

    public EventKind kind() {
        return EventKind.valueOf(row.get(KIND));
    }

    public EventMode mode() {
        return EventMode.valueOf(row.get(MODE));
    }

    public Station station() {
        return row.get(STATION);
    }

    public Service service() {
        return row.get(SERVICE);
    }

    public CustodyKind custody() {
        return CustodyKind.valueOf(row.get(CUSTODY));
    }

    public Boolean movesOn() {
        return row.get(MOVES_ON);
    }

    public Integer minAge() {
        return row.get(MIN_AGE);
    }

    public Integer maxAge() {
        return row.get(MAX_AGE);
    }

    public Money fee() {
        return new Money(row.get(FEE_AMOUNT), Currency.getInstance(row.get(FEE_CURRENCY)));
    }

    public List<ConsentPurpose> requiredConsents() {
        return Arrays.stream(row.get(REQUIRED_CONSENTS))
                .map(ConsentPurpose::valueOf)
                .toList();
    }

    public @Nullable Integer childrenPerCarer() {
        return row.find(CHILDREN_PER_CARER);
    }

    public BookingRules bookingRules() {
        return new BookingRules(
                row.find(YEARLY_LIMIT),
                row.get(OFFER_HOLD),
                row.find(RECONFIRM_BEFORE),
                row.get(RECONFIRM_ANSWER),
                row.find(NO_SHOW_LIMIT),
                row.get(NO_SHOW_DAYS),
                row.get(LIMITED_OPENS));
    }
}
