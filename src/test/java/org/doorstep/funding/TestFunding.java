package org.doorstep.funding;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.event.Event;
import org.doorstep.identity.TestPeople;
import org.doorstep.platform.id.IdType;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.r2dbc.core.DatabaseClient;

/** Projects with the sessions, attendances and shifts behind their outcomes, as rows. */
@TestComponent
public class TestFunding {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int CAPACITY = 100;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private TestStations stations;

    @Autowired
    private TestPeople people;

    /** A project with an event at its station that counts toward it. */
    public record TestProject(UUID uuid, TestStation station, UUID event, UUID foundation) {

        public String id() {
            return Project.ID.encode(uuid);
        }

        public String foundationId() {
            return Foundation.ID.encode(foundation);
        }

        public String eventId() {
            return Event.ID.encode(event);
        }
    }

    /** A project that one foundation funds with 120,000.50 yuan. */
    public TestProject project(String from, String until) {
        TestStation station = stations.station();
        UUID project = IdType.next();
        write(
                """
                insert into project (id, county_id, title, organisation, starts_on, ends_on)
                values (:id, :county, '共筑我家', '萤火虫公益服务社', :from, :until)
                """,
                Map.of(
                        "id",
                        project,
                        "county",
                        station.city(),
                        "from",
                        LocalDate.parse(from),
                        "until",
                        LocalDate.parse(until)));
        runsAt(project, station);
        UUID foundation = foundation();
        fund(project, foundation, "120000.50");
        return new TestProject(project, station, event(project, station), foundation);
    }

    public UUID foundation() {
        UUID foundation = IdType.next();
        write(
                "insert into foundation (id, name) values (:id, :name)",
                Map.of("id", foundation, "name", "基金会" + foundation));
        return foundation;
    }

    public void fund(UUID project, UUID foundation, String amount) {
        write(
                """
                insert into project_grant (id, project_id, foundation_id, amount, currency, awarded_on)
                values (:id, :project, :foundation, :amount, 'CNY', '2025-01-15')
                """,
                Map.of(
                        "id",
                        IdType.next(),
                        "project",
                        project,
                        "foundation",
                        foundation,
                        "amount",
                        new BigDecimal(amount)));
    }

    public void publish(TestProject project) {
        write("update project set published_at = now() where id = :id", Map.of("id", project.uuid()));
    }

    public void runsAt(UUID project, TestStation station) {
        write(
                "insert into project_station (project_id, station_id) values (:project, :station)",
                Map.of("project", project, "station", station.uuid()));
    }

    /** An event of the station that counts toward the project. */
    public UUID event(UUID project, TestStation station) {
        UUID event = IdType.next();
        write(
                """
                insert into event (id, county_id, station_id, service_id, title, kind, mode, published_at)
                values (:event, :city, :station, :service, '家庭故事会', 'ACTIVITY', 'IN_PERSON', now())
                """,
                Map.of(
                        "event",
                        event,
                        "city",
                        station.city(),
                        "station",
                        station.uuid(),
                        "service",
                        stations.service()));
        write(
                "insert into project_event (project_id, event_id) values (:project, :event)",
                Map.of("project", project, "event", event));
        return event;
    }

    /** Lets an event count toward another project as well. */
    public void link(TestProject project, UUID event) {
        write(
                "insert into project_event (project_id, event_id) values (:project, :event)",
                Map.of("project", project.uuid(), "event", event));
    }

    /** Another station in the city of a project, at which an event counts toward it. */
    public UUID eventElsewhere(TestProject project) {
        TestStation other = stations.station();
        write(
                "update station set county_id = :city where id = :station",
                Map.of("city", project.station().city(), "station", other.uuid()));
        runsAt(project.uuid(), other);
        return event(
                project.uuid(), new TestStation(other.uuid(), project.station().city(), other.town(), other.name()));
    }

    /** A session of one hour that begins at this time in Asia/Shanghai. */
    public UUID session(UUID event, String startsAt) {
        UUID session = IdType.next();
        write(
                """
                insert into session (id, county_id, event_id, station_id, service_id, starts_at, ends_at, capacity,
                                     booking_opens_at, booking_closes_at, cancel_until)
                select :session, e.county_id, e.id, e.station_id, e.service_id, s.at, s.at + interval '1 hour',
                       :capacity, s.at - interval '7 days', s.at, s.at
                from event e cross join (select :at::timestamptz) s(at) where e.id = :event
                """,
                Map.of(
                        "session",
                        session,
                        "event",
                        event,
                        "capacity",
                        CAPACITY,
                        "at",
                        LocalDateTime.parse(startsAt).atZone(ZONE).toOffsetDateTime()));
        return session;
    }

    /** A session to which these children came. */
    public UUID session(UUID event, String startsAt, List<UUID> children) {
        UUID session = session(event, startsAt);
        attend(session, children);
        return session;
    }

    /** Lets those who came to a session have joined it online. */
    public void online(UUID session) {
        write("update attendance set mode = 'ONLINE' where session_id = :session", Map.of("session", session));
    }

    /** The bookings of a session, as the API shows them. */
    public List<String> bookings(UUID session) {
        return database.sql("select id from booking where session_id = :session order by id")
                .bind("session", session)
                .map(row -> Booking.ID.encode(Objects.requireNonNull(row.get(0, UUID.class))))
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    public List<UUID> children(int count) {
        List<UUID> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID child = IdType.next();
            write("""
                    with family as (insert into family (id) values (:family))
                    insert into child (id, family_id, birth_date, nickname) values (:child, :family, '2017-03-01', '')
                    """, Map.of("family", IdType.next(), "child", child));
            children.add(child);
        }
        return children;
    }

    public void attend(UUID session, List<UUID> children) {
        write(
                """
                with came as (
                    select s.*, c.child, gen_random_uuid() as booking
                    from session s cross join unnest(:children) c(child) where s.id = :session
                ), booked as (
                    insert into booking (id, county_id, session_id, child_id, basket_id, state, booked_by, period)
                    select booking, county_id, id, child, booking, 'ATTENDED', :person, tstzrange(starts_at, ends_at)
                    from came
                ), attended as (
                    insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at,
                                            arrival_recorded_by, left_at, departure_recorded_by)
                    select gen_random_uuid(), county_id, id, child, booking, starts_at, :person, ends_at, :person
                    from came
                    returning id, left_at
                )
                insert into hand_over (attendance_id, left_at, guardian_id, verified_by, verified_how)
                select id, left_at, :person, :person, 'KNOWN_PERSONALLY' from attended
                """,
                Map.of(
                        "session",
                        session,
                        "children",
                        children.toArray(UUID[]::new),
                        "person",
                        people.guardian().personId()));
    }

    public void cancel(UUID session) {
        write("update session set cancelled_at = now() where id = :id", Map.of("id", session));
    }

    /** A volunteer is credited with hours for a shift on the session. */
    public void volunteered(UUID session, String hours) {
        write(
                """
                with volunteer as (
                    insert into volunteer (id, county_id, person_id, station_id, display_name)
                    select :volunteer, s.county_id, :person, s.station_id, '' from session s where s.id = :session
                ), shift as (
                    insert into shift (id, county_id, station_id, session_id, needed, taken, starts_at, ends_at)
                    select :shift, s.county_id, s.station_id, s.id, 1, 1, s.starts_at, s.starts_at + interval '12 hours'
                    from session s where s.id = :session
                )
                insert into sign_up (id, county_id, station_id, shift_id, volunteer_id, period, arrived_at,
                                     arrival_recorded_by, left_at, departure_recorded_by)
                select gen_random_uuid(), s.county_id, s.station_id, :shift, :volunteer,
                       tstzrange(s.starts_at, s.starts_at + interval '12 hours'), s.starts_at, :person,
                       s.starts_at + make_interval(secs => (:hours * 3600)::float8), :person
                from session s where s.id = :session
                """,
                Map.of(
                        "session",
                        session,
                        "volunteer",
                        IdType.next(),
                        "shift",
                        IdType.next(),
                        "person",
                        people.volunteer().personId(),
                        "hours",
                        new BigDecimal(hours)));
    }

    private void write(String sql, Map<String, Object> values) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(sql);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            statement = statement.bind(value.getKey(), value.getValue());
        }
        statement.fetch().rowsUpdated().block();
    }
}
