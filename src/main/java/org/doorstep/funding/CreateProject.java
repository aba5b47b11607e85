package org.doorstep.funding;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.identity.Caller;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.idempotency.IdempotencyKeys;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.Area;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Creates a project with its stations and budget. */
@Component
class CreateProject {

    /** A line of a budget. */
    record BudgetLineInput(String name, MoneyInput amount) {}

    /** A project to create. */
    record Input(
            UUID idempotencyKey,
            String areaId,
            String title,
            String organisation,
            LocalDate startsOn,
            LocalDate endsOn,
            @Nullable String roundId,
            List<String> stationIds,
            List<BudgetLineInput> budget) {

        static final int MAX_STATIONS = 100;
        private static final int MAX_LINES = 50;
        private static final int MAX_NAME = 60;
        private static final int MAX_DAYS = 366 * 5;
        private static final int MIN_YEAR = 2000;
        private static final int MAX_YEAR = 2100;

        void check() {
            InputCheck check = new InputCheck()
                    .line(title, "title", 2, MAX_NAME)
                    .line(organisation, "organisation", 2, MAX_NAME)
                    .range(startsOn.getYear(), "startsOn", MIN_YEAR, MAX_YEAR)
                    .that(!endsOn.isBefore(startsOn), "endsOn", "order", "startsOn", "endsOn")
                    .that(endsOn.isBefore(startsOn.plusDays(MAX_DAYS)), "endsOn", "years", MAX_DAYS / 365);
            checkIds(check, stationIds, "stationIds", MAX_STATIONS);
            checkBudget(check);
            check.orRefuse();
        }

        /** A list of ids is not too long and repeats none. */
        static void checkIds(InputCheck check, List<String> ids, String path, int max) {
            check.count(ids.size(), path, 0, max);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < ids.size(); i++) {
                check.that(seen.add(ids.get(i)), path + "[" + i + "]", "duplicate");
            }
        }

        private void checkBudget(InputCheck check) {
            check.count(budget.size(), "budget", 0, MAX_LINES);
            Set<String> names = new HashSet<>();
            for (int i = 0; i < budget.size(); i++) {
                BudgetLineInput line = budget.get(i);
                String path = "budget[" + i + "]";
                check.line(line.name(), path + ".name", 1, MAX_NAME)
                        .that(names.add(line.name().strip()), path + ".name", "duplicate");
                line.amount().check(check, path + ".amount");
            }
        }
    }

    /** The project exists. */
    record ProjectCreated(Project project) {}

    private final DatabaseClient database;
    private final IdempotencyKeys keys;
    private final FundingRights rights;
    private final Projects projects;

    CreateProject(DatabaseClient database, IdempotencyKeys keys, FundingRights rights, Projects projects) {
        this.database = database;
        this.keys = keys;
        this.rights = rights;
        this.projects = projects;
    }

    Mono<ProjectCreated> create(Caller caller, Input input, Selection selection) {
        FundingRights.requireAny(caller);
        UUID county = Area.ID.decode(input.areaId());
        Optional<UUID> round = Optional.ofNullable(input.roundId()).map(FundingRound.ID::decode);
        input.check();
        Mono<List<UUID>> work = Mono.defer(() -> requireCounty(caller, county, input.areaId())
                .then(requireRound(round, county, input.roundId()))
                .then(rights.requireAll(
                        input.stationIds(),
                        Station.ID::decode,
                        "select s.id from station s where s.county_id = :county",
                        county))
                .then(insert(county, round.orElse(null), input)));
        return keys.once(caller.personId(), input.idempotencyKey(), "createProject", input, work)
                .flatMap(created -> projects.find(created.get(0), FundingSight.of(caller), selection))
                .map(ProjectCreated::new);
    }

    private Mono<Void> requireCounty(Caller caller, UUID county, String areaId) {
        return FundingSight.of(caller)
                .bindManagingTo(database.sql("""
                        select t.id from area t
                        where t.id = :county and t.level = 'CITY' and (:admin or t.path && :areas)
                        """))
                .bind("county", county)
                .mapValue(UUID.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(areaId))))
                .then();
    }

    private Mono<Void> requireRound(Optional<UUID> round, UUID county, @Nullable String roundId) {
        if (round.isEmpty() || roundId == null) {
            return Mono.empty();
        }
        return rights.requireAll(
                List.of(roundId),
                FundingRound.ID::decode,
                "select r.id from funding_round r where r.county_id = :county",
                county);
    }

    private Mono<List<UUID>> insert(UUID county, @Nullable UUID round, Input input) {
        UUID project = IdType.next();
        return database.sql("""
                        with created as (
                            insert into project (id, county_id, round_id, title, organisation, starts_on, ends_on)
                            values (:project, :county, :round, :title, :organisation, :startsOn, :endsOn)
                        ), stations as (
                            insert into project_station (project_id, station_id)
                            select :project, s from unnest(:stations) s
                        )
                        insert into budget_line (id, project_id, position, name, amount, currency)
                        select l.id, :project, l.position, l.name, l.amount, l.currency
                        from unnest(:lines, :names, :amounts, :currencies)
                            with ordinality l(id, name, amount, currency, position)
                        """)
                .bind("project", project)
                .bind("county", county)
                .bind("round", Parameter.fromOrEmpty(round, UUID.class))
                .bind("title", input.title().strip())
                .bind("organisation", input.organisation().strip())
                .bind("startsOn", input.startsOn())
                .bind("endsOn", input.endsOn())
                .bind(
                        "stations",
                        input.stationIds().stream().map(Station.ID::decode).toArray(UUID[]::new))
                .bind("lines", lines(input, line -> IdType.next()).toArray(UUID[]::new))
                .bind("names", lines(input, line -> line.name().strip()).toArray(String[]::new))
                .bind("amounts", lines(input, line -> line.amount().amount()).toArray(BigDecimal[]::new))
                .bind(
                        "currencies",
                        lines(input, line -> line.amount().currency().getCurrencyCode())
                                .toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .thenReturn(List.of(project));
    }

    private static <T> List<T> lines(Input input, Function<BudgetLineInput, T> value) {
        return input.budget().stream().map(value).toList();
    }
}
