package org.doorstep.notification;

import static org.doorstep.platform.database.Columns.required;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The ledger of the messages that people let us send. */
@Repository
class MessageCredits {

    /** How many messages may be sent to a person by a template. */
    record MessageCredit(String template, List<MessageKind> kinds, Integer balance) {}

    private final DatabaseClient database;
    private final MessageProperties properties;

    MessageCredits(DatabaseClient database, MessageProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** Grants one send by each template. */
    Mono<Long> grant(UUID person, Collection<String> templates) {
        return database.sql("""
                        insert into message_credit_entry (person_id, template, amount, reason)
                        select :person, t, 1, 'TAP' from unnest(:templates) t order by t
                        """)
                .bind("person", person)
                .bind("templates", templates.toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    /** Of every template, in the order of what they tell. */
    Mono<List<MessageCredit>> of(UUID person) {
        return database.sql("select template, balance from message_credit where person_id = :person")
                .bind("person", person)
                .map(row -> Map.entry(required(row, 0, String.class), required(row, 1, Integer.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(balances -> properties.kindsByTemplate().entrySet().stream()
                        .map(template -> new MessageCredit(
                                template.getKey(), template.getValue(), balances.getOrDefault(template.getKey(), 0)))
                        .toList());
    }

    /** Whether a guardian of the child of each of these bookings can be sent a pick-up alarm. */
    Mono<Map<UUID, Boolean>> reachable(Collection<UUID> bookings) {
        return database.sql("""
                        select b.id,
                               exists (select from family_guardian g
                                       join wechat_account w on w.person_id = g.person_id
                                       join message_credit m on m.person_id = g.person_id
                                       where g.family_id = c.family_id and m.template = :template and m.balance > 0)
                        from booking b join child c on c.id = b.child_id
                        where b.id = any(:bookings)
                        """)
                .bind("bookings", bookings.toArray(UUID[]::new))
                .bind("template", properties.templateOf(MessageKind.PICK_UP_ALARM))
                .map(row -> Map.entry(required(row, 0, UUID.class), required(row, 1, Boolean.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
