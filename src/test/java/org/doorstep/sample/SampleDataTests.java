package org.doorstep.sample;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.SampleDataTest;
import org.doorstep.event.Event;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.station.Station;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.HttpGraphQlTester;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a start with sample data on an empty database leaves there; holds whatever the order of the tests. */
@SampleDataTest
class SampleDataTests {

    @Autowired
    DatabaseClient database;

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    SampleLoader loader;

    @Autowired
    FieldEncryption encryption;

    @Test
    void there_are_24_stations_and_every_town_has_one() {
        assertThat(number("select count(*) from station where sample")).isEqualTo(24);
        assertThat(texts("""
                        select t.name from area t
                        where t.level = 'TOWN'
                          and exists (select from station s join area a on a.id = s.area_id where t.id = any(a.path))
                        order by t.code
                        """)).containsExactly("当湖街道", "钟埭街道", "曹桥街道", "乍浦镇", "新埭镇", "新仓镇", "独山港镇", "广陈镇", "林埭镇");
        assertThat(number("select count(*) from station where not (latitude between 30.55 and 30.85"
                        + " and longitude between 120.9 and 121.25)"))
                .isZero();
    }

    @Test
    void every_station_has_what_a_visitor_looks_for() {
        assertThat(number("""
                        select count(*) from station s
                        where exists (select from facility f where f.station_id = s.id)
                          and exists (select from opening_hours o where o.station_id = s.id)
                          and exists (select from station_service o where o.station_id = s.id)
                          and exists (select from event e where e.station_id = s.id)
                        """)).isEqualTo(24);
    }

    @Test
    void people_of_the_sample_are_kept_as_those_who_say_their_name_and_phone_themselves() {
        assertThat(number("""
                        select count(*) from person p join family_guardian g on g.person_id = p.id
                        where p.id in (select g.person_id from family_guardian g join child c using (family_id) where c.sample)
                          and num_nonnulls(p.name, p.phone, p.phone_index, p.phone_source, p.phone_at) = 5
                        """)).isEqualTo(79);
        UUID parent = SamplePeople.person("12000000030");
        String row = "select encode(phone_index, 'hex') || ' ' || phone_source from person where id = '" + parent + "'";
        List<String> before = texts(row);
        HttpGraphQlTester api = tester.mutate()
                .headers(headers -> headers.setBearerAuth(requireNonNull(tester.document(
                                "mutation { signInAsDemo(input: {persona: PARENT}) { ... on SignedIn { accessToken } } }")
                        .execute()
                        .path("signInAsDemo.accessToken")
                        .entity(String.class)
                        .get())))
                .build();
        String viewer = "{ viewer { name phone phoneVerification guardianRelation } }";
        Map<String, String> seen = Map.of(
                "name", "陆晚晴", "phone", "*******0030", "phoneVerification", "NONE", "guardianRelation", "MOTHER");
        api.document(viewer).execute().path("viewer").entity(Map.class).isEqualTo(seen);

        api.document("""
                        mutation {
                          updateProfile(input: {name: "陆晚晴"}) { __typename }
                          enterPhone(input: {phone: "120 0000 0030", phoneAgain: "12000000030"}) { __typename }
                          updateRelation(input: {relation: MOTHER}) { __typename }
                        }
                        """)
                .execute()
                .path("enterPhone.__typename")
                .entity(String.class)
                .isEqualTo("PhoneSaved");

        assertThat(texts(row)).isEqualTo(before);
        api.document(viewer).execute().path("viewer").entity(Map.class).isEqualTo(seen);
    }

    @Test
    void the_five_basic_services_are_plainly_placeholders() {
        assertThat(texts("select name from service where basic order by position"))
                .containsExactly("基本服务示例一", "基本服务示例二", "基本服务示例三", "基本服务示例四", "基本服务示例五");
        assertThat(number("select count(*) from service where basic and description not like '示例：%'"))
                .isZero();
    }

    @Test
    void ids_are_the_same_on_every_machine() {
        assertThat(Station.ID.encode(SampleStations.station("松枫社区妇儿驿站"))).isEqualTo("sta_398g0njhm6ac4rf90wae8vx8h8");
        assertThat(Event.ID.encode(SampleIds.of("event", "周六书法班"))).isEqualTo("evt_5e6gm0k08jbg88zfrhb0gw2ers");
        assertThat(number("select count(*) from station where id = '%s'".formatted(SampleStations.station("松枫社区妇儿驿站"))))
                .isOne();
    }

    @Test
    void the_calligraphy_class_is_on_the_coming_eight_saturday_mornings() {
        String coming = """
                from session s join event e on e.id = s.event_id
                where e.title = '周六书法班' and s.starts_at > now() and s.starts_at < now() + interval '8 weeks'
                """;
        assertThat(number("select count(*) " + coming)).isEqualTo(8);
        assertThat(texts("select distinct to_char(s.starts_at at time zone 'Asia/Shanghai', 'ID HH24:MI') " + coming))
                .containsExactly("6 09:00");
        assertThat(number("select count(*) " + coming + " and s.booking_opens_at < now() and s.seats_taken < 19"))
                .isEqualTo(8);
    }

    @Test
    void a_visitor_finds_sessions_at_many_stations_and_some_are_full() {
        String coming = " from session where starts_at between now() and now() + interval '14 days'";
        assertThat(number("select count(*)" + coming)).isGreaterThanOrEqualTo(60);
        assertThat(number("select count(distinct station_id)" + coming)).isGreaterThanOrEqualTo(12);
        assertThat(number("select count(*)" + coming + " and seats_taken = capacity"))
                .isGreaterThanOrEqualTo(2);
        assertThat(number("select count(*)" + coming + " and capacity - seats_taken between 1 and 2"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void the_project_has_its_1200_person_times() {
        assertThat(number("""
                        select count(*) from attendance a join session s on s.id = a.session_id
                        join event e on e.id = s.event_id
                        where e.title like '共筑我家%'
                        """)).isGreaterThanOrEqualTo(1200);
    }

    @Test
    void seats_taken_are_the_bookings_that_hold_a_place() {
        assertThat(number("""
                        select count(*) from session s
                        where seats_taken <> (select count(*) from booking b where b.session_id = s.id
                                              and b.state in ('OFFERED', 'CONFIRMED', 'ATTENDED'))
                        """)).isZero();
    }

    @Test
    void bookings_and_attendances_agree() {
        assertThat(number("""
                        select count(*) from booking b join session s on s.id = b.session_id
                        full join attendance a on a.booking_id = b.id
                        where (b.state = 'ATTENDED') <> (a.id is not null)
                           or b.child_id <> a.child_id or b.session_id <> a.session_id
                           or b.period <> tstzrange(s.starts_at, s.ends_at)
                           or b.created_at not between s.booking_opens_at and s.booking_closes_at
                        """)).isZero();
    }

    @Test
    void children_left_as_the_custody_of_the_event_and_their_consents_say() {
        assertThat(texts("""
                        select distinct e.custody || ' ' || h.kind
                        from hand_over h join attendance a on a.id = h.attendance_id
                        join session s on s.id = a.session_id join event e on e.id = s.event_id
                        order by 1
                        """))
                .containsExactly(
                        "GUARDIAN_STAYS WITH_GUARDIAN",
                        "HAND_OVER HANDED_OVER",
                        "HAND_OVER MOVED_ON",
                        "LEAVES_ALONE HANDED_OVER",
                        "LEAVES_ALONE LEFT_ALONE");
        assertThat(number("""
                        select count(*) from hand_over h join attendance a on a.id = h.attendance_id
                        where h.recorded_at > h.left_at + interval '48 hours'
                           or h.kind = 'LEFT_ALONE' and missing_consents(a.child_id, '{LEAVES_ALONE}') <> '{}'
                        """)).isZero();
        assertThat(texts("select title from event where sample and moves_on")).containsExactly("小暖窝·上午");
    }

    @Test
    void children_were_old_enough_and_their_guardians_had_consented() {
        assertThat(number("""
                        select count(*) from booking b join child c on c.id = b.child_id
                        join session s on s.id = b.session_id join event e on e.id = s.event_id
                        where extract(year from age((s.starts_at at time zone 'Asia/Shanghai')::date, c.birth_date))
                              not between e.min_age and e.max_age
                           or missing_consents(c.id, e.required_consents) <> '{}'
                        """)).isZero();
    }

    @Test
    void the_demo_parent_has_a_child_with_consent_and_one_without() {
        assertThat(texts("""
                        select extract(year from age(c.birth_date)) || ' '
                               || array_to_string(missing_consents(c.id, '{CHILD_DATA}'), ',')
                        from demo_persona p join family_guardian g using (person_id) join child c using (family_id)
                        where p.persona = 'PARENT' order by c.birth_date
                        """)).containsExactly("9 ", "6 CHILD_DATA");
        assertThat(number("""
                        select count(*) from demo_persona p join family_guardian g using (person_id)
                        join child c using (family_id) join booking b on b.child_id = c.id
                        where p.persona = 'PARENT' and b.state = 'CONFIRMED'
                        """)).isOne();
    }

    @Test
    void every_persona_has_its_role_and_the_master_a_term_of_this_month() {
        assertThat(texts("""
                        select p.persona || ' ' || g.role from demo_persona p join role_grant g using (person_id)
                        where g.valid_from <= now() and (g.valid_until is null or g.valid_until > now())
                        order by 1
                        """))
                .containsExactly(
                        "ADMIN ADMIN",
                        "EXECUTIVE EXECUTIVE",
                        "FEDERATION FEDERATION",
                        "FOUNDATION FOUNDATION",
                        "MASTER STATION_MASTER",
                        "OTHER_PARENT GUARDIAN",
                        "PARENT GUARDIAN",
                        "STAFF STATION_STAFF",
                        "VOLUNTEER VOLUNTEER");
    }

    @Test
    void names_of_children_are_sealed_for_their_row() {
        String id = texts("select id::text from child where sample order by id limit 1")
                .get(0);
        byte[] sealed = requireNonNull(database.sql("select nickname from child where id = :id::uuid")
                .bind("id", id)
                .mapValue(byte[].class)
                .one()
                .block());
        assertThat(encryption.decrypt(sealed, "child.nickname:" + id)).hasSizeBetween(2, 4);
    }

    @Test
    void another_start_changes_nothing() {
        Instant now = Instant.now();
        load(now);
        List<String> before = fingerprint();

        SampleLoader.Loaded loaded = load(now);

        assertThat(loaded).isEqualTo(new SampleLoader.Loaded(0, 0));
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void two_servers_may_start_at_once() {
        Instant now = Instant.now().plus(Duration.ofDays(3));

        List<SampleLoader.Loaded> loaded = requireNonNull(
                Flux.merge(loader.load(now), loader.load(now)).collectList().block());

        assertThat(loaded).hasSize(2).contains(new SampleLoader.Loaded(0, 0));
    }

    @Test
    void a_start_a_week_later_adds_the_sessions_of_a_week() {
        Instant later = Instant.now().plus(Duration.ofDays(7));
        load(Instant.now());
        long before = number("select count(*) from session");
        long calligraphy = calligraphySessions();
        String last = lastCalligraphy();

        SampleLoader.Loaded loaded = load(later);

        assertThat(loaded.sessions()).isPositive();
        assertThat(loaded.attendances()).isPositive();
        assertThat(number("select count(*) from session")).isEqualTo(before + loaded.sessions());
        assertThat(calligraphySessions()).isEqualTo(calligraphy + 1);
        assertThat(lastCalligraphy()).isGreaterThan(last);
        seats_taken_are_the_bookings_that_hold_a_place();
    }

    @Test
    void thirteen_teams_help_and_their_hours_are_credited() {
        assertThat(number("select count(*) from volunteer")).isEqualTo(60);
        assertThat(number("select count(*) from team")).isEqualTo(13);
        assertThat(number("select sum(hours)::bigint from shift_hours")).isGreaterThan(500);
        assertThat(number("select count(*) from shift where starts_at > now() and taken < needed"))
                .isPositive();
        assertThat(number("""
                        select count(*) from shift s
                        where taken <> (select count(*) from sign_up u
                                        where u.shift_id = s.id and u.withdrawn_at is null)
                        """)).isZero();
        assertThat(number("""
                        select count(*) from shift s join sign_up u on u.shift_id = s.id
                        where s.skill_code is not null and not exists (
                            select from volunteer_skill k
                            where k.volunteer_id = u.volunteer_id and k.skill_code = s.skill_code)
                        """)).isZero();
    }

    @Test
    void holiday_childcare_can_be_booked_as_far_as_its_carers_cover() {
        String childcare = "from session s join event e on e.id = s.event_id where e.children_per_carer is not null";
        assertThat(texts("select distinct e.title " + childcare)).containsExactly("红育春苗假期班");
        assertThat(number("select count(*) " + childcare + " and s.starts_at > now() and s.seats_taken < s.capacity"))
                .isGreaterThan(3);
        assertThat(number("select count(*) " + childcare + " and s.carers not between 3 and 4"))
                .isZero();
        // the carers of a session that is over are as they were: other tests of this database change volunteers
        assertThat(number("select count(*) " + childcare + """
                         and s.ends_at > now()
                         and s.carers <> (select count(*) from shift f
                                          join sign_up u on u.shift_id = f.id and u.withdrawn_at is null
                                          join volunteer v on v.id = u.volunteer_id
                                          where f.session_id = s.id and f.caring and v.cleared_until >= s.ends_at::date)
                        """)).isZero();
        assertThat(number("select count(*) from staffing_alert")).isZero();
    }

    @Test
    void three_donors_gave_800_000_yuan_and_budgets_add_up() {
        assertThat(number("select sum(amount)::bigint from project_grant")).isEqualTo(800_000);
        assertThat(number("select count(distinct foundation_id) from project_grant"))
                .isEqualTo(3);
        assertThat(number("""
                        select count(*) from project p
                        where (select sum(amount) from budget_line where project_id = p.id)
                           <> (select sum(amount) from project_grant where project_id = p.id)
                        """)).isZero();
    }

    @Test
    void the_project_counts_its_1200_person_times_within_its_time() {
        assertThat(number("""
                        select count(*) from project p join project_event e on e.project_id = p.id
                        join session s on s.event_id = e.event_id join attendance a on a.session_id = s.id
                        where p.title = '共筑我家'
                          and (s.starts_at at time zone 'Asia/Shanghai')::date between p.starts_on and p.ends_on
                        """)).isGreaterThanOrEqualTo(1200);
    }

    private SampleLoader.Loaded load(Instant now) {
        return requireNonNull(loader.load(now).block());
    }

    private long calligraphySessions() {
        return number("select count(*) from session s join event e on e.id = s.event_id where e.title = '周六书法班'");
    }

    private String lastCalligraphy() {
        return texts("select max(s.starts_at)::text from session s join event e on e.id = s.event_id"
                        + " where e.title = '周六书法班'")
                .get(0);
    }

    private List<String> fingerprint() {
        return requireNonNull(
                Flux.just("session", "booking", "attendance", "child", "role_grant", "api_client", "event")
                        .concatMap(table -> database.sql(
                                        "select '%1$s ' || count(*) || md5(string_agg(t::text, '' order by t::text)) from %1$s t"
                                                .formatted(table))
                                .mapValue(String.class)
                                .one())
                        .collectList()
                        .block());
    }

    private long number(String sql) {
        return requireNonNull(database.sql(sql).mapValue(Long.class).one().block());
    }

    private List<String> texts(String sql) {
        return requireNonNull(
                Mono.from(database.sql(sql).mapValue(String.class).all().collectList())
                        .block());
    }
}
