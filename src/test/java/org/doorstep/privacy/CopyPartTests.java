package org.doorstep.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.event.TestSessions;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

/** Every part of the copy is read from rows that have nothing that may be missing, and from rows that have all of it. */
@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestSessions.class, TestFamilies.class})
class CopyPartTests {

    private static final Pattern FIRST_TABLE = Pattern.compile("(?s)\\bfrom\\s+(\\w+)");

    /** What may be missing besides the nullable columns of the part's first table: what a left join did not find. */
    private static final Map<String, Set<String>> MISSING_TOO = Map.of(
            "attendances", Set.of("collectorId", "guardianId", "passId", "unlisted", "collectedByName", "verifiedHow"),
            "roles", Set.of("station", "area", "foundation"),
            "signIns", Set.of("expiresAt"),
            "shifts", Set.of("hours"),
            "recordOfChildren", Set.of("station"),
            "recordOfMyActions", Set.of("station"));

    /** What the part asks for by its condition: a child without a nickname is erased, and in no family. */
    private static final Map<String, Set<String>> NEVER_MISSING =
            Map.of("children", Set.of("nickname"), "recordOfChildren", Set.of("childId"));

    @Autowired
    TestStations stations;

    @Autowired
    TestSessions sessions;

    @Autowired
    TestFamilies families;

    @Autowired
    CopyData copyData;

    @Autowired
    FieldEncryption encryption;

    @Autowired
    DatabaseClient database;

    private TestStation station;
    private UUID session;
    private int starts;

    @Test
    void every_part_is_read_from_rows_with_nothing_and_with_everything_that_may_be_missing() {
        station = stations.station();
        session = sessions.session(station, stations.service(), 50);
        TestFamily bare = families.family(7);
        TestFamily full = families.family(7);
        fillBare(bare.guardian().personId(), Child.ID.decode(bare.child()));
        fillFull(full.guardian().personId(), Child.ID.decode(full.child()));

        Map<?, ?> withNothing = copy(bare);
        Map<?, ?> withAll = copy(full);

        List<String> untried = new ArrayList<>();
        for (CopyPart part : copyData.parts()) {
            List<Map<String, ?>> rows =
                    Stream.concat(rows(withNothing, part), rows(withAll, part)).toList();
            if (rows.isEmpty()) {
                untried.add(part.name());
                continue;
            }
            Set<String> nullable = nullable(part);
            for (String column : rows.get(0).keySet()) {
                if (rows.stream().allMatch(row -> row.get(column) == null)) {
                    untried.add(part.name() + "." + column + " is never there");
                }
                if (nullable.contains(column) && rows.stream().noneMatch(row -> row.get(column) == null)) {
                    untried.add(part.name() + "." + column + " is never missing");
                }
            }
        }
        assertThat(untried).isEmpty();
        assertThat(withAll.toString()).contains("事由", "健康", "送来的人", "接走的人").doesNotContain("[B@");
        assertThat(rows(withNothing, part("corrections")).toList())
                .singleElement()
                .satisfies(correction -> {
                    assertThat(correction.get("kind")).isEqualTo("NO_SHOW");
                    assertThat(correction.get("attendanceId")).isNull();
                });
    }

    private CopyPart part(String name) {
        return copyData.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void fillBare(UUID person, UUID child) {
        run("update person set name = null, phone = null where id = :a", person);
        run(
                "insert into wechat_account (openid_index, openid, person_id) values (uuid_send(:a), :b, :a)",
                person,
                sealed("openid", "wechat_account.openid:" + person));
        run("insert into refresh_family (id, person_id) values (:a, :b)", IdType.next(), person);
        run(
                "insert into consent (id, child_id, purpose, version, given_by) values (:a, :b, 'PHOTOGRAPHS', 1, :c)",
                IdType.next(),
                child,
                person);
        run("""
                insert into collector (id, child_id, relation, valid_from, added_by, removed_by, removed_at)
                values (:a, :b, 'OTHER', current_date, :c, :c, now())
                """, IdType.next(), child, person);
        run("""
                insert into collector (id, child_id, name, name_index, phone, phone_index, relation, valid_from, added_by)
                values (:a, :b, :d, uuid_send(:a), :e, uuid_send(:a), 'OTHER', current_date, :c)
                """, IdType.next(), child, person, sealed("外婆", "collector.name:"), sealed("139", "collector.phone:"));
        run("""
                insert into barred_person (id, child_id, name, name_index, barred_by)
                values (:a, :b, :d, uuid_send(:a), :c)
                """, IdType.next(), child, person, sealed("某人", "barred_person.name:"));
        run("""
                insert into pick_up_pass (id, child_id, code_hash, day, issued_by, replaced_at)
                values (:a, :b, uuid_send(:a), current_date, :c, now())
                """, IdType.next(), child, person);
        UUID booking = booking(person, child, "CONFIRMED");
        attendance(booking);
        join(booking, false);
        run("""
                insert into incident (id, county_id, station_id, booking_id, kind)
                select :a, b.county_id, s.station_id, b.id, 'OVERDUE'
                from booking b join session s on s.id = b.session_id where b.id = :b
                """, IdType.next(), booking);
        run("""
                insert into attendance_correction (id, county_id, station_id, booking_id, child_id, kind, corrected_by)
                select :a, b.county_id, s.station_id, b.id, b.child_id, 'NO_SHOW', b.booked_by
                from booking b join session s on s.id = b.session_id where b.id = :b
                """, IdType.next(), booking);
        run("""
                insert into no_show_appeal (id, county_id, station_id, session_id, child_id, booking_id, statement, made_by)
                select :a, b.county_id, s.station_id, s.id, b.child_id, b.id, :c, b.booked_by
                from booking b join session s on s.id = b.session_id where b.id = :b
                """, IdType.next(), booking, sealed("生病了", "no_show_appeal.statement:"));
        run("""
                insert into message (person_id, kind, booking_id, basket_id, session_id, cause)
                select booked_by, 'REMINDER', id, basket_id, session_id, 'bare' from booking where id = :a
                """, booking);
        run("""
                insert into volunteer (id, county_id, person_id, station_id, erased_at) values (:a, :b, :c, :d, now())
                """, IdType.next(), station.city(), person, station.uuid());
        signUp(person, "");
        run("insert into audit_entry (action, child_id) values ('LOOKED_AT', :a)", child);
        run("insert into audit_entry (action, actor) values ('LOOKED_AT', :a)", person);
    }

    private void fillFull(UUID person, UUID child) {
        run("update person set phone = :b where id = :a", person, sealed("13900000000", "person.phone:" + person));
        run("update person set phone_confirmed_by = :a, phone_confirmed_at = now() where id = :a", person);
        run(
                """
                insert into wechat_account (openid_index, openid, unionid_index, unionid, person_id)
                values (uuid_send(:a), :b, uuid_send(:a), :c, :a)
                """,
                person,
                sealed("openid", "wechat_account.openid:" + person),
                sealed("unionid", "wechat_account.unionid:" + person));
        roles(person);
        UUID signIn = IdType.next();
        run("insert into refresh_family (id, person_id, revoked_at) values (:a, :b, now())", signIn, person);
        run("insert into refresh_token (hash, family_id, expires_at) values (uuid_send(:a), :a, now())", signIn);
        run("update child set notes = :b where id = :a", child, sealed("花生过敏", "child.notes:" + child));
        run("""
                insert into consent (id, child_id, purpose, version, given_by, withdrawn_by, withdrawn_at)
                values (:a, :b, 'PHOTOGRAPHS', 1, :c, :c, now())
                """, IdType.next(), child, person);
        UUID collector = IdType.next();
        run("""
                insert into collector (id, child_id, name, name_index, phone, phone_index, relation, valid_from,
                                       valid_until, added_by, removed_by, removed_at)
                values (:a, :b, :d, uuid_send(:a), :e, uuid_send(:a), 'OTHER', current_date, current_date, :c, :c, now())
                """, collector, child, person, sealed("外婆", "collector.name:"), sealed("139", "collector.phone:"));
        run(
                """
                insert into barred_person (id, child_id, name, name_index, phone, phone_index, note, barred_by, lifted_by,
                                           lifted_at)
                values (:a, :b, :d, uuid_send(:a), :e, uuid_send(:a), :f, :c, :c, now())
                """,
                IdType.next(),
                child,
                person,
                sealed("某人", "barred_person.name:"),
                sealed("138", "barred_person.phone:"),
                sealed("法院", "barred_person.note:"));
        UUID pass = IdType.next();
        run("""
                insert into pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by, used_at)
                values (:a, :b, :d, uuid_send(:a), uuid_send(:a), current_date, :c, now())
                """, pass, child, person, sealed("邻居", "pick_up_pass.name:"));
        run("""
                insert into pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by, replaced_at)
                values (:a, :b, :d, uuid_send(:a), uuid_send(:a), current_date, :c, now())
                """, IdType.next(), child, person, sealed("邻居", "pick_up_pass.name:"));
        UUID cancelled = booking(person, child, "CONFIRMED");
        run("""
                update booking set state = 'CANCELLED', cancelled_at = now(), cancellation_cause = 'FAMILY',
                    confirmed_at = now(), reconfirm_by = now(), reconfirmed_at = now(), priority_reason = 'HARDSHIP',
                    priority_set_at = now(), priority_set_by = booked_by
                where id = :a
                """, cancelled);
        run("""
                insert into waitlist_decision (session_id, basket_id, decision, reason, children, seats_free)
                select session_id, basket_id, 'OFFERED', 'FIRST_IN_LINE', 1, 1 from booking where id = :a
                """, cancelled);
        left(booking(person, child, "ATTENDED"), "brought_by_collector = :b", collector, "collector_id", collector);
        left(booking(person, child, "ATTENDED"), "brought_by_guardian = :b", person, "guardian_id", person);
        left(booking(person, child, "ATTENDED"), "arrived_at = arrived_at", person, "pass_id", pass);
        leftUnlisted(booking(person, child, "ATTENDED"));
        run(
                """
                insert into incident (id, county_id, station_id, booking_id, kind, collector_id, guardian_id, pass_id, name,
                                      resolved_by, resolved_at, note)
                select :a, b.county_id, s.station_id, b.id, 'OVERDUE', :c, b.booked_by, :d, :e, b.booked_by, now(), :f
                from booking b join session s on s.id = b.session_id where b.id = :b
                """,
                IdType.next(),
                cancelled,
                collector,
                pass,
                sealed("路人", "incident.name:"),
                sealed("已联系", "incident.note:"));
        correction(cancelled, collector, pass);
        join(cancelled, true);
        run(
                """
                insert into no_show_appeal (id, county_id, station_id, session_id, child_id, booking_id, statement, made_by,
                                            decision, note, decided_by, decided_at)
                select :a, b.county_id, s.station_id, s.id, b.child_id, b.id, :c, b.booked_by, 'EXCUSED', :d, b.booked_by,
                       now()
                from booking b join session s on s.id = b.session_id where b.id = :b
                """,
                IdType.next(),
                cancelled,
                sealed("生病了", "no_show_appeal.statement:"),
                sealed("同意", "no_show_appeal.note:"));
        run("""
                insert into message (person_id, kind, booking_id, basket_id, session_id, cause, state, settled_at, read_at)
                select booked_by, 'REMINDER', id, basket_id, session_id, 'full', 'SENT', now(), now()
                from booking where id = :a
                """, cancelled);
        run(
                "insert into message_credit_entry (person_id, template, amount, reason) values (:a, 'X', 1, 'TAP')",
                person);
        UUID volunteer = IdType.next();
        run(
                """
                insert into volunteer (id, county_id, person_id, station_id, display_name, phone, cleared_until, cleared_by)
                values (:a, :b, :c, :d, :e, :f, current_date, :c)
                """,
                volunteer,
                station.city(),
                person,
                station.uuid(),
                sealed("小王", "volunteer.name:"),
                sealed("137", "volunteer.phone:"));
        signUp(
                person,
                ", arrived_at = lower(period), arrival_recorded_by = :b, left_at = upper(period),"
                        + " departure_recorded_by = :b");
        signUp(person, ", withdrawn_at = now()");
        run(
                "insert into audit_entry (action, child_id, actor, role, reason, station_id)"
                        + " values ('LOOKED_AT', :a, :b, 'STATION_STAFF', 'ROSTER', :c)",
                child,
                person,
                station.uuid());
    }

    private void roles(UUID person) {
        UUID foundation = IdType.next();
        run("insert into foundation (id, name) values (:a, :a::text)", foundation);
        run(
                "insert into role_grant (id, person_id, role, station_id, valid_until)"
                        + " values (:a, :b, 'STATION_STAFF', :c, now() + interval '1 day')",
                IdType.next(),
                person,
                station.uuid());
        run(
                "insert into role_grant (id, person_id, role, area_id) values (:a, :b, 'FEDERATION', :c)",
                IdType.next(),
                person,
                station.city());
        run(
                "insert into role_grant (id, person_id, role, foundation_id) values (:a, :b, 'FOUNDATION', :c)",
                IdType.next(),
                person,
                foundation);
    }

    private UUID booking(UUID person, UUID child, String state) {
        UUID booking = IdType.next();
        UUID place = sessions.again(session, Instant.now().plus(Duration.ofDays(20L + starts++)));
        run("""
                insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                select :a, county_id, id, :c, :a, :e::booking_state, :d, tstzrange(starts_at, ends_at)
                from session where id = :b
                """, booking, place, child, person, state);
        return booking;
    }

    private UUID attendance(UUID booking) {
        UUID stay = IdType.next();
        run("""
                insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by)
                select :a, county_id, session_id, child_id, id, now(), booked_by from booking where id = :b
                """, stay, booking);
        return stay;
    }

    private void left(UUID booking, String broughtBy, UUID bringer, String column, UUID collector) {
        UUID stay = attendance(booking);
        run(
                "update attendance set " + broughtBy + ", health_note = :c where id = :a and :b::uuid is not null",
                stay,
                bringer,
                sealed("健康", "attendance.health_note:" + stay));
        run("""
                with gone as (
                    update attendance set left_at = arrived_at, departure_recorded_by = arrival_recorded_by
                    where id = :a returning *)
                insert into hand_over (attendance_id, left_at, %s, verified_by, verified_how)
                select id, left_at, :b, departure_recorded_by, 'KNOWN_PERSONALLY' from gone
                """.formatted(column), stay, collector);
    }

    private void leftUnlisted(UUID booking) {
        UUID stay = attendance(booking);
        run(
                "update attendance set brought_by_name = :b where id = :a",
                stay,
                sealed("送来的人", "attendance.brought_by_name:" + stay));
        run("""
                with gone as (
                    update attendance set left_at = arrived_at, departure_recorded_by = arrival_recorded_by
                    where id = :a returning *)
                insert into hand_over (attendance_id, left_at, unlisted, name, verified_by, verified_how)
                select id, left_at, true, :b, departure_recorded_by, 'IDENTITY_CARD' from gone
                """, stay, sealed("接走的人", "hand_over.name:" + stay));
    }

    private void join(UUID booking, boolean left) {
        run("""
                insert into online_join (id, county_id, session_id, booking_id, child_id, joined_by, left_at)
                select :a, county_id, session_id, id, child_id, booked_by, case when :c then now() end
                from booking where id = :b
                """, IdType.next(), booking, left);
    }

    private void correction(UUID booking, UUID collector, UUID pass) {
        UUID stay = IdType.next();
        run(
                """
                insert into attendance_correction (id, county_id, station_id, booking_id, child_id, kind, corrected_by,
                    attendance_id, recorded_at, recorded_by, collector_id, guardian_id, pass_id, verified_how, departure,
                    reason, health_note, brought_by_name, collected_by_name)
                select :a, b.county_id, s.station_id, b.id, b.child_id, 'DEPARTURE', b.booked_by, :c, now(), b.booked_by,
                       :d, b.booked_by, :e, 'PHONE_CALL', 'HANDED_OVER', :f, :g, :h, :i
                from booking b join session s on s.id = b.session_id where b.id = :b
                """,
                IdType.next(),
                booking,
                stay,
                collector,
                pass,
                sealed("事由", "attendance_correction.reason:"),
                sealed("健康", "attendance.health_note:" + stay),
                sealed("送来的人", "attendance.brought_by_name:" + stay),
                sealed("接走的人", "hand_over.name:" + stay));
    }

    private void signUp(UUID person, String more) {
        UUID shift = IdType.next();
        UUID place = sessions.again(session, Instant.now().plus(Duration.ofDays(20L + starts++)));
        run("""
                insert into shift (id, county_id, station_id, session_id, needed, starts_at, ends_at)
                select :a, county_id, station_id, id, 1, starts_at, ends_at from session where id = :b
                """, shift, place);
        run("""
                insert into sign_up (id, county_id, station_id, shift_id, volunteer_id, period)
                select :a, f.county_id, f.station_id, f.id, v.id, tstzrange(f.starts_at, f.ends_at)
                from shift f, volunteer v where f.id = :b and v.person_id = :c
                """, IdType.next(), shift, person);
        run(
                "update sign_up set shift_id = shift_id" + more + " where shift_id = :a and :b::uuid is not null",
                shift,
                person);
    }

    /** Sealed for a context; where that ends with a colon, the id that the row is given first is added. */
    private record Sealed(String text, String context) {}

    private static Sealed sealed(String text, String context) {
        return new Sealed(text, context);
    }

    /** Runs a statement with the parameters a, b, c and so on. */
    private void run(String sql, Object... values) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(sql);
        for (int at = 0; at < values.length; at++) {
            Object value = values[at];
            if (value instanceof Sealed sealed) {
                String context = sealed.context().endsWith(":") ? sealed.context() + values[0] : sealed.context();
                value = encryption.encrypt(sealed.text(), context);
            }
            statement = statement.bind(String.valueOf((char) ('a' + at)), value);
        }
        statement.fetch().rowsUpdated().block();
    }

    private Set<String> nullable(CopyPart part) {
        Matcher table = FIRST_TABLE.matcher(part.sql());
        assertThat(table.find()).isTrue();
        Set<String> nullable = database.sql("""
                        select column_name from information_schema.columns
                        where table_schema = 'public' and table_name = :table and is_nullable = 'YES'
                        """)
                .bind("table", table.group(1))
                .mapValue(String.class)
                .all()
                .map(CopyPartTests::camelCase)
                .collect(Collectors.toSet())
                .blockOptional()
                .orElseThrow();
        nullable.addAll(MISSING_TOO.getOrDefault(part.name(), Set.of()));
        nullable.removeAll(NEVER_MISSING.getOrDefault(part.name(), Set.of()));
        return nullable;
    }

    private static String camelCase(String column) {
        return Pattern.compile("_(.)")
                .matcher(column)
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, ?>> rows(Map<?, ?> document, CopyPart part) {
        return ((List<Map<String, ?>>) document.get(part.name())).stream();
    }

    private static Map<?, ?> copy(TestFamily family) {
        return family.api()
                .document("{ viewer { dataCopy { document } } }")
                .execute()
                .path("viewer.dataCopy.document")
                .entity(Map.class)
                .get();
    }
}
