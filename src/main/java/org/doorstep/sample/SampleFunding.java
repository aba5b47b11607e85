package org.doorstep.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A round of funded projects, and the events that count toward them. */
@Component
class SampleFunding {

    private final BulkInsert bulk;

    SampleFunding(BulkInsert bulk) {
        this.bulk = bulk;
    }

    static UUID foundation(String name) {
        return SampleIds.of("foundation", name);
    }

    static UUID project(String title) {
        return SampleIds.of("project", title);
    }

    Mono<Void> insertFoundations(SampleFiles files) {
        return bulk.insert(
                        """
                        insert into foundation (id, name, sample)
                        select id, name, true from jsonb_to_recordset(:rows::jsonb) as r(id uuid, name text)
                        """,
                        files.rows("foundations.csv").stream()
                                .map(row -> Map.of("id", foundation(row.text("name")), "name", row.text("name")))
                                .toList())
                .then();
    }

    /** The stations and events must be there. */
    Mono<Void> insertProjects(SampleFiles files, LocalDate today) {
        return Flux.concat(
                        insertRoundsAndProjects(files.rows("projects.csv"), today),
                        insertBudgets(files.rows("budget-lines.csv")),
                        insertGrants(files.rows("grants.csv")),
                        insertEvents(SampleCalendar.events(files)))
                .then();
    }

    private Mono<Long> insertRoundsAndProjects(List<SampleRow> projects, LocalDate today) {
        return bulk.insert(
                """
                with r as (
                    select * from jsonb_to_recordset(:rows::jsonb) as r(
                        id uuid, county_id uuid, round_id uuid, round text, title text, organisation text,
                        starts_on date, ends_on date, published boolean)
                ), new_round as (
                    insert into funding_round (id, county_id, name, held_on, sample)
                    select round_id, county_id, round, min(starts_on) - 30, true
                    from r group by round_id, county_id, round
                )
                insert into project (id, county_id, round_id, title, organisation, starts_on, ends_on, published_at,
                                     sample)
                select id, county_id, round_id, title, organisation, starts_on, ends_on,
                       case when published then now() end, true
                from r
                """,
                projects.stream()
                        .map(row -> {
                            LocalDate start = today.minusWeeks(row.number("weeks"));
                            return Map.of(
                                    "id", project(row.text("title")),
                                    "county_id", SampleStations.CITY,
                                    "round_id", SampleIds.of("funding_round", row.text("round")),
                                    "round", row.text("round"),
                                    "title", row.text("title"),
                                    "organisation", row.text("organisation"),
                                    "starts_on", start,
                                    "ends_on",
                                            start.plusMonths(row.number("months"))
                                                    .minusDays(1),
                                    "published", row.yes("published"));
                        })
                        .toList());
    }

    private Mono<Long> insertBudgets(List<SampleRow> lines) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SampleRow line : lines) {
            rows.add(Map.of(
                    "id", SampleIds.of("budget_line", line.text("project") + line.text("name")),
                    "project_id", project(line.text("project")),
                    "position", rows.size(),
                    "name", line.text("name"),
                    "amount", line.number("amount")));
        }
        return bulk.insert("""
                insert into budget_line (id, project_id, position, name, amount, currency)
                select id, project_id, position, name, amount, 'CNY'
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, project_id uuid, position integer, name text, amount numeric)
                """, rows);
    }

    private Mono<Long> insertGrants(List<SampleRow> grants) {
        return bulk.insert(
                """
                insert into project_grant (id, project_id, foundation_id, amount, currency, awarded_on)
                select r.id, r.project_id, r.foundation_id, r.amount, 'CNY', f.held_on
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, project_id uuid, foundation_id uuid, amount numeric)
                join project p on p.id = r.project_id join funding_round f on f.id = p.round_id
                """,
                grants.stream()
                        .map(row -> Map.of(
                                "id", SampleIds.of("project_grant", row.text("project") + row.text("foundation")),
                                "project_id", project(row.text("project")),
                                "foundation_id", foundation(row.text("foundation")),
                                "amount", row.number("amount")))
                        .toList());
    }

    private Mono<Long> insertEvents(List<SampleEvent> events) {
        return bulk.insert(
                """
                with r as (
                    select * from jsonb_to_recordset(:rows::jsonb) as r(
                        project_id uuid, event_id uuid, station_id uuid)
                ), stations as (
                    insert into project_station (project_id, station_id) select distinct project_id, station_id from r
                )
                insert into project_event (project_id, event_id) select project_id, event_id from r
                """,
                events.stream()
                        .filter(event -> event.row().find("project") != null)
                        .map(event -> Map.of(
                                "project_id", project(event.row().text("project")),
                                "event_id", event.id(),
                                "station_id", SampleStations.station(event.station())))
                        .toList());
    }
}
