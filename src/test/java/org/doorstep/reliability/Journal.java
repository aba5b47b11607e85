package org.doorstep.reliability;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.doorstep.reliability.Entry.BookingChange;
import org.doorstep.reliability.Entry.Decision;
import org.doorstep.reliability.Entry.Notice;
import org.doorstep.reliability.Entry.Obstacle;
import org.doorstep.reliability.Entry.SessionChange;
import org.jspecify.annotations.Nullable;

/**
 * Triggers of the test's database that copy each row of interest as it is written, with its transaction. They run while
 * the row of the session is locked, so that the order of a session's lines is the order in which it changed.
 */
final class Journal {

    private static final String TRIGGERS = """
            create table journal (
                seq bigint generated always as identity primary key,
                at timestamptz not null default clock_timestamp(),
                transaction bigint not null default pg_current_xact_id()::text::bigint,
                source text not null,
                before jsonb,
                line jsonb not null
            );
            create function keep_journal() returns trigger language plpgsql security definer as $$
            begin
                insert into journal (source, before, line)
                values (tg_table_name, case when tg_op = 'UPDATE' then to_jsonb(old) end, to_jsonb(new));
                return null;
            end $$;
            create trigger journal_insert after insert on booking for each row execute function keep_journal();
            create trigger journal_update after update on booking for each row
                when (old.state <> new.state) execute function keep_journal();
            create trigger journal after insert or update on session for each row execute function keep_journal();
            create trigger journal after insert on waitlist_decision for each row execute function keep_journal();
            create trigger journal after insert on outbox for each row
                when (new.topic = 'session') execute function keep_journal();
            create trigger journal after insert on audit_entry for each row
                when (new.action like 'BOOKING%') execute function keep_journal();
            create trigger journal after update on child for each row
                when (old.birth_date <> new.birth_date) execute function keep_journal();
            create trigger journal_update after update on consent for each row execute function keep_journal();
            create trigger journal_given after insert on consent for each row execute function keep_journal();
            create trigger journal after insert on message for each row execute function keep_journal();
            """;
    private static final String LINES = """
            select j.source, j.transaction, j.at, j.line ->> 'id' as id, j.line ->> 'session_id' as session,
                   j.line ->> 'child_id' as child, j.line ->> 'basket_id' as basket, j.before ->> 'state' as from_state,
                   j.line ->> 'state' as to_state, (j.line ->> 'created_at')::timestamptz as created_at, p.rank,
                   (j.line ->> 'wait_together')::boolean as together,
                   (j.before ->> 'offer_expires_at')::timestamptz as held_until,
                   (j.line ->> 'capacity')::int as capacity, (j.line ->> 'seats_taken')::int as taken,
                   (j.line ->> 'waitlist_length')::int as waiting, j.line ->> 'decision' as decision,
                   j.line ->> 'reason' as reason, j.line ->> 'subject' as subject, j.line ->> 'action' as action,
                   j.line ->> 'kind' as kind, (j.line ->> 'birth_date')::date < current_date - interval '13 years' as too_old,
                   j.line ->> 'withdrawn_at' is not null as withdrawn
            from journal j left join waitlist_priority p on p.code = j.line ->> 'priority'
            order by j.seq
            """;

    private Journal() {}

    static void install(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(TRIGGERS);
        }
    }

    static List<Entry> read(Connection database) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(LINES)) {
            while (row.next()) {
                entries.add(entry(row));
            }
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long transaction = row.getLong("transaction");
        return switch (row.getString("source")) {
            case "booking" ->
                new BookingChange(
                        transaction,
                        id(row, "id"),
                        id(row, "session"),
                        id(row, "child"),
                        id(row, "basket"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getInt("rank"),
                        row.getBoolean("together"),
                        row.getTimestamp("at").toInstant(),
                        instant(row, "held_until"));
            case "session" ->
                new SessionChange(
                        transaction, id(row, "id"), row.getInt("capacity"), row.getInt("taken"), row.getInt("waiting"));
            case "waitlist_decision" ->
                new Decision(
                        transaction,
                        id(row, "session"),
                        id(row, "basket"),
                        row.getString("decision").equals("OFFERED"),
                        row.getString("reason"));
            case "child" -> new Obstacle(transaction, id(row, "id"), "AGE", row.getBoolean("too_old"));
            case "consent" -> new Obstacle(transaction, id(row, "child"), "CONSENT", row.getBoolean("withdrawn"));
            case "message" -> new Notice(transaction, id(row, "basket"), "MESSAGE_" + row.getString("kind"));
            default -> new Notice(transaction, id(row, "subject"), row.getString("action"));
        };
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
