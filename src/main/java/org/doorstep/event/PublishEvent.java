package org.doorstep.event;

import static org.doorstep.platform.database.Columns.required;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.doorstep.catalog.Service;
import org.doorstep.event.Event.EventMode;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Publishes an event of a station with its sessions. */
@Component
class PublishEvent {

    /** An event to publish. */
    record Input(
            UUID idempotencyKey,
            String stationId,
            String serviceId,
            String title,
            String description,
            EventKind kind,
            EventMode mode,
            @Nullable String onlineUrl,
            @Nullable CustodyKind custody,
            boolean movesOn,
            int minAge,
            int maxAge,
            BigDecimal fee,
            int bookingOpensHoursBefore,
            int bookingClosesHoursBefore,
            int cancelUntilHoursBefore,
            List<ConsentPurpose> requiredConsents,
            BookingRulesInput rules,
            @Nullable Integer childrenPerCarer,
            List<SessionInput> sessions,
            @Nullable RecurrenceInput recurrence) {

        private static final int MAX_SESSIONS = 100;
        private static final int MAX_URL = 500;
        private static final int MAX_OPENS_HOURS = 2_160;
        private static final int MAX_HOURS = 720;
        private static final int MAX_CHILDREN_PER_CARER = 50;
        private static final int CENTS = 2;
        private static final BigDecimal MAX_FEE = BigDecimal.valueOf(100_000);

        private static final Set<CustodyKind> IN_CARE = EnumSet.of(CustodyKind.HAND_OVER, CustodyKind.LEAVES_ALONE);

        /** In whose care the children are; unless said, nobody's online, and else the station's until they are collected. */
        CustodyKind custodyKind() {
            if (custody != null) {
                return custody;
            }
            return mode == EventMode.ONLINE ? CustodyKind.NONE : CustodyKind.HAND_OVER;
        }

        /** What can be said without knowing what time it is. */
        void check() {
            InputCheck check = new InputCheck();
            check.line(title, "title", 2, 80).text(description, "description", 0, 4_000);
            checkUrl(check);
            check.that(
                            custody == null || (custody == CustodyKind.NONE) == (mode == EventMode.ONLINE),
                            "custody",
                            "custody-of-mode")
                    .that(!movesOn || mode != EventMode.ONLINE, "movesOn", "not-online")
                    .range(minAge, "minAge", 0, Ages.MAX)
                    .range(maxAge, "maxAge", Math.max(0, Math.min(minAge, Ages.MAX)), Ages.MAX)
                    .that(fee.signum() >= 0 && fee.compareTo(MAX_FEE) <= 0, "fee", "range", 0, MAX_FEE)
                    .that(fee.stripTrailingZeros().scale() <= CENTS, "fee", "format");
            checkWindow(check);
            if (childrenPerCarer != null) {
                check.range(childrenPerCarer, "childrenPerCarer", 1, MAX_CHILDREN_PER_CARER)
                        .that(IN_CARE.contains(custodyKind()), "childrenPerCarer", "in-care");
            }
            rules.check(check, "rules", bookingClosesHoursBefore);
            checkSessions(check);
            check.orRefuse();
        }

        /** The sessions one by one, then those of the rule. */
        List<SessionInput> allSessions() {
            if (recurrence == null) {
                return sessions;
            }
            return Stream.concat(sessions.stream(), recurrence.sessions(MAX_SESSIONS).stream())
                    .toList();
        }

        private void checkUrl(InputCheck check) {
            if (onlineUrl == null) {
                check.that(mode == EventMode.IN_PERSON, "onlineUrl", "required");
            } else {
                check.line(onlineUrl, "onlineUrl", 9, MAX_URL).that(isHttps(onlineUrl), "onlineUrl", "format");
            }
        }

        private static boolean isHttps(String url) {
            try {
                URI uri = new URI(url.replace(OnlineUrls.TICKET, "ticket"));
                return "https".equals(uri.getScheme()) && uri.getHost() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private void checkWindow(InputCheck check) {
            check.range(bookingOpensHoursBefore, "bookingOpensHoursBefore", 1, MAX_OPENS_HOURS)
                    .range(bookingClosesHoursBefore, "bookingClosesHoursBefore", 0, MAX_HOURS)
                    .that(
                            bookingClosesHoursBefore < bookingOpensHoursBefore,
                            "bookingClosesHoursBefore",
                            "below",
                            "bookingOpensHoursBefore")
                    .range(cancelUntilHoursBefore, "cancelUntilHoursBefore", 0, MAX_HOURS);
        }

        private void checkSessions(InputCheck check) {
            List<SessionInput> all = allSessions();
            check.count(all.size(), "sessions", 1, MAX_SESSIONS);
            Set<Instant> starts = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                all.get(i).check(check, "sessions[" + i + "]");
                check.that(starts.add(all.get(i).startsAt()), "sessions[" + i + "].startsAt", "duplicate");
            }
        }
    }

    /** The event and its sessions can be found and booked. */
    record EventPublished(Event event, List<Session> sessions) {}

    private static final int MAX_YEARS_AHEAD = 2;

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final StationRights rights;
    private final Events events;
    private final Sessions sessions;
    private final OnlineUrls urls;

    PublishEvent(
            DatabaseClient database,
            IdempotencyKeys keys,
            StationRights rights,
            Events events,
            Sessions sessions,
            OnlineUrls urls) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.events = events;
        this.sessions = sessions;
        this.urls = urls;
    }

    Mono<EventPublished> publish(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
                    StationRights.requireAny(caller);
                    input.check();
                    return rights.require(caller, input.stationId());
                })
                .flatMap(station -> {
                    UUID service = Service.ID.decode(input.serviceId());
                    Mono<List<UUID>> work =
                            Mono.defer(() -> check(service, input).then(insert(station, service, input)));
                    return keys.once(caller.personId(), input.idempotencyKey(), "publishEvent", input, work);
                })
                .flatMap(created -> published(created.get(0), selection));
    }

    private Mono<EventPublished> published(UUID event, Selection selection) {
        return events.find(event, selection.at("event"))
                .flatMap(found -> sessions.ofEvent(event, selection.at("sessions"))
                        .map(dated -> new EventPublished(found, dated)));
    }

    /** What only the database knows: whether the service is in use, and what time it is. */
    private Mono<Void> check(UUID service, Input input) {
        return database.sql("""
                        select exists (select from service where id = :service and retired_at is null),
                               array(select s.i::int - 1 from unnest(:starts) with ordinality s(at, i)
                                     where s.at <= now() order by s.i),
                               array(select s.i::int - 1 from unnest(:starts) with ordinality s(at, i)
                                     where s.at > now() + make_interval(years => :years) order by s.i)
                        """)
                .bind("service", service)
                .bind("starts", each(input, SessionInput::startsAt).toArray(Instant[]::new))
                .bind("years", MAX_YEARS_AHEAD)
                .map(row -> {
                    if (!Boolean.TRUE.equals(row.get(0, Boolean.class))) {
                        throw new Refused(new NotFound(input.serviceId()));
                    }
                    InputCheck check = new InputCheck();
                    startsRefused(check, required(row, 1, Integer[].class), "future");
                    startsRefused(check, required(row, 2, Integer[].class), "years-ahead", MAX_YEARS_AHEAD);
                    check.orRefuse();
                    return true;
                })
                .one()
                .then();
    }

    private Mono<List<UUID>> insert(UUID station, UUID service, Input input) {
        UUID event = IdType.next();
        return database.sql("""
                        with published as (
                            insert into event (
                                id, county_id, station_id, service_id, title, description, kind, mode, custody, moves_on, online_url,
                                min_age, max_age, fee_amount, booking_opens_before, booking_closes_before,
                                cancel_until_before, required_consents, yearly_limit, offer_hold,
                                reconfirm_before, reconfirm_answer, no_show_limit, no_show_days,
                                limited_opens_before, children_per_carer, published_at)
                            select :event, t.county_id, t.id, :service, :title, :description, :kind::event_kind,
                                   :mode::event_mode, :custody::custody_kind, :movesOn, :onlineUrl, :minAge, :maxAge, :fee,
                                   make_interval(hours => :opens), make_interval(hours => :closes),
                                   make_interval(hours => :cancel), :consents, :yearlyLimit,
                                   make_interval(hours => :offerHold), make_interval(hours => :reconfirm),
                                   make_interval(hours => :answer), :noShows, :noShowDays,
                                   make_interval(hours => :limited), :childrenPerCarer, now()
                            from station t where t.id = :station
                            returning *
                        )
                        insert into session (
                            id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                            booking_opens_at, booking_closes_at, cancel_until)
                        select s.id, p.county_id, p.id, p.station_id, p.service_id, s.starts_at, s.ends_at, s.capacity,
                               s.starts_at - p.booking_opens_before, s.starts_at - p.booking_closes_before,
                               s.starts_at - p.cancel_until_before
                        from published p
                        cross join unnest(:ids, :starts, :ends, :capacities) s(id, starts_at, ends_at, capacity)
                        """)
                .bind("event", event)
                .bind("station", station)
                .bind("service", service)
                .bind("title", input.title().strip())
                .bind("description", input.description().strip())
                .bind("kind", input.kind().name())
                .bind("mode", input.mode().name())
                .bind("custody", input.custodyKind().name())
                .bind("movesOn", input.movesOn())
                .bind(
                        "onlineUrl",
                        Parameter.fromOrEmpty(
                                input.onlineUrl() == null ? null : urls.sealed(event, input.onlineUrl()), byte[].class))
                .bind("minAge", input.minAge())
                .bind("maxAge", input.maxAge())
                .bind("fee", input.fee())
                .bind("opens", input.bookingOpensHoursBefore())
                .bind("closes", input.bookingClosesHoursBefore())
                .bind("cancel", input.cancelUntilHoursBefore())
                .bind("consents", consents(input))
                .bind("yearlyLimit", Parameter.fromOrEmpty(input.rules().yearlyLimit(), Integer.class))
                .bind("offerHold", input.rules().offerHoldHours())
                .bind("reconfirm", Parameter.fromOrEmpty(input.rules().reconfirmHoursBefore(), Integer.class))
                .bind("answer", input.rules().reconfirmAnswerHours())
                .bind("childrenPerCarer", Parameter.fromOrEmpty(input.childrenPerCarer(), Integer.class))
                .bind("noShows", Parameter.fromOrEmpty(input.rules().noShowLimit(), Integer.class))
                .bind("noShowDays", input.rules().noShowDays())
                .bind("limited", input.rules().limitedOpens(input.bookingClosesHoursBefore()))
                .bind("ids", each(input, session -> IdType.next()).toArray(UUID[]::new))
                .bind("starts", each(input, SessionInput::startsAt).toArray(Instant[]::new))
                .bind("ends", each(input, SessionInput::endsAt).toArray(Instant[]::new))
                .bind("capacities", each(input, SessionInput::capacity).toArray(Integer[]::new))
                .fetch()
                .rowsUpdated()
                .thenReturn(List.of(event));
    }

    private static void startsRefused(InputCheck check, Integer[] places, String key, Object... arguments) {
        Arrays.stream(places).forEach(i -> check.that(false, "sessions[" + i + "].startsAt", key, arguments));
    }

    private static String[] consents(Input input) {
        return input.requiredConsents().stream().distinct().map(Enum::name).toArray(String[]::new);
    }

    private static <T> List<T> each(Input input, Function<SessionInput, T> value) {
        return input.allSessions().stream().map(value).toList();
    }
}
