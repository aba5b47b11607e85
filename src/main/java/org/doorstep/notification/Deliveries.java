package org.doorstep.notification;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.doorstep.booking.CancellationCause;
import org.doorstep.identity.People;
import org.doorstep.platform.database.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What is sent to whom: claimed in one statement, finished in another, and nothing held in between. */
@Repository
class Deliveries {

    /** A message that was due: either to be sent, or settled without. */
    record Claimed(@Nullable Outgoing outgoing, @Nullable MessageState settled) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final MessageProperties properties;
    private final People people;
    private final MessageKind[] kinds;

    Deliveries(DatabaseClient database, Transactions transactions, MessageProperties properties, People people) {
        this.database = database;
        this.transactions = transactions;
        this.properties = properties;
        this.people = people;
        this.kinds = properties.configured().keySet().toArray(MessageKind[]::new);
    }

    /** Some of the messages that are due and that nobody else sends at this moment. */
    Mono<List<Claimed>> claim() {
        return transactions.writeStatement(database.sql("""
                        select c.message_id, c.attempt, c.via, c.settled::text, m.person_id, m.kind::text, m.booking_id,
                               p.locale, w.openid, e.title, t.name as station, s.starts_at,
                               b.cancellation_cause::text as cancellation,
                               coalesce(case m.kind when 'OFFER' then b.offer_expires_at when 'RECONFIRM' then b.reconfirm_by
                                                    when 'PICK_UP_ALARM' then s.ends_at when 'OVERDUE_CHILD' then s.ends_at end, s.starts_at) as time
                        from claim_messages(:kinds, :templates, :atOnce, make_interval(secs => :lease), :most) c
                        join message m on m.id = c.message_id
                        join person p on p.id = m.person_id
                        join booking b on b.id = m.booking_id
                        join session s on s.id = m.session_id
                        join event e on e.id = s.event_id
                        join station t on t.id = s.station_id
                        left join lateral (select a.openid from wechat_account a where a.person_id = m.person_id
                                           order by a.created_at desc limit 1) w on true
                        """)
                .bind("kinds", List.of(kinds).stream().map(MessageKind::name).toArray(String[]::new))
                .bind(
                        "templates",
                        List.of(kinds).stream().map(properties::templateOf).toArray(String[]::new))
                .bind("atOnce", properties.atOnce())
                .bind("lease", seconds(properties.lease()))
                .bind("most", properties.mostAttempts())
                .map(this::claimed)
                .all()
                .collectList());
    }

    /** What the message is now; empty when the attempt was given up meanwhile. */
    Mono<MessageState> finish(Outgoing message, Outcome outcome, Duration pause) {
        return transactions.writeStatement(database.sql("""
                        select finish_attempt(:id, :attempt, :outcome, :code, make_interval(secs => :pause), :most)::text
                        """)
                .bind("id", message.id())
                .bind("attempt", message.attempt())
                .bind("outcome", outcome.verdict().name())
                .bind("code", Parameter.fromOrEmpty(outcome.errcode(), Integer.class))
                .bind("pause", seconds(pause))
                .bind("most", properties.mostAttempts())
                .map(row -> Optional.ofNullable(row.get(0, String.class)))
                .one()
                .flatMap(state -> Mono.justOrEmpty(state.map(MessageState::valueOf))));
    }

    private Claimed claimed(Readable row) {
        String settled = row.get("settled", String.class);
        if (settled != null) {
            return new Claimed(null, MessageState.valueOf(settled));
        }
        UUID person = required(row, "person_id", UUID.class);
        String cause = row.get("cancellation", String.class);
        return new Claimed(
                new Outgoing(
                        required(row, "message_id", UUID.class),
                        required(row, "attempt", Integer.class),
                        required(row, "via", String.class),
                        people.openid(person, required(row, "openid", byte[].class)),
                        Locale.forLanguageTag(required(row, "locale", String.class)),
                        required(row, "booking_id", UUID.class),
                        new Message.Subject(
                                MessageKind.valueOf(required(row, "kind", String.class)),
                                required(row, "title", String.class),
                                required(row, "station", String.class),
                                required(row, "starts_at", Instant.class),
                                cause == null ? null : CancellationCause.valueOf(cause)),
                        required(row, "time", Instant.class)),
                null);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
