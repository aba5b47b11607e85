package org.doorstep.appeal;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.appeal.AppealNoShow.NoShowAppealed;
import org.doorstep.appeal.DecideNoShowAppeal.NoShowAppealDecided;
import org.doorstep.appeal.MissedSessions.NoShowRecord;
import org.doorstep.family.Access;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.station.Station;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Missed sessions and appeals in GraphQL, for the family and for the station. */
@Controller
class AppealController {

    private static final int MAX_DAYS = 366;

    private final AppealNoShow appealNoShow;
    private final DecideNoShowAppeal decideNoShowAppeal;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<NoShowAppeal>> ofStation;
    private final BatchField<UUID, NoShowRecord> ofChild;

    AppealController(
            AppealNoShow appealNoShow,
            DecideNoShowAppeal decideNoShowAppeal,
            Appeals appeals,
            MissedSessions missed,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.appealNoShow = appealNoShow;
        this.decideNoShowAppeal = decideNoShowAppeal;
        this.encryption = encryption;
        this.ofStation = new BatchField<>(registry, "Station.noShowAppeals", (stations, environment) -> {
            Caller caller = Caller.of(environment);
            return caller.isPerson()
                    ? appeals.ofStations(stations, caller, access(caller, environment), Selection.of(environment))
                    : Mono.just(Map.of());
        });
        this.ofChild = new BatchField<>(registry, "Child.noShows", (children, environment) -> {
            Caller caller = Caller.of(environment);
            return missed.ofChildren(
                    children,
                    caller.personId(),
                    Objects.requireNonNull(environment.<Integer>getArgument("days")),
                    Selection.of(environment));
        });
    }

    @SchemaMapping
    CompletableFuture<NoShowRecord> noShows(Child child, @Argument int days, DataFetchingEnvironment environment) {
        if (days < 1 || days > MAX_DAYS) {
            throw Fault.badRequest("days", MAX_DAYS);
        }
        return ofChild.load(child.uuid(), environment);
    }

    @SchemaMapping
    List<NoShow> noShows(NoShowRecord record, DataFetchingEnvironment environment) {
        int first = PageArguments.first(environment, PageArguments.MAX);
        return record.noShows().subList(0, Math.min(first, record.noShows().size()));
    }

    @SchemaMapping
    CompletableFuture<List<NoShowAppeal>> noShowAppeals(Station station, DataFetchingEnvironment environment) {
        return ofStation.load(station.uuid(), environment);
    }

    @SchemaMapping
    String statement(NoShowAppeal appeal) {
        return appeal.statement(encryption);
    }

    @SchemaMapping
    @Nullable
    String note(NoShowAppeal appeal) {
        return appeal.note(encryption);
    }

    @MutationMapping
    Mono<NoShowAppealed> appealNoShow(@Argument AppealNoShow.Input input, Caller caller, Selection selection) {
        return appealNoShow.appeal(caller, input, selection.at("appeal"));
    }

    @MutationMapping
    Mono<NoShowAppealDecided> decideNoShowAppeal(
            @Argument DecideNoShowAppeal.Input input, Caller caller, DataFetchingEnvironment environment) {
        return decideNoShowAppeal.decide(
                caller,
                input,
                access(caller, environment),
                Selection.of(environment).at("appeal"));
    }

    private static Access access(Caller caller, DataFetchingEnvironment environment) {
        return Access.of(caller, Access.Purpose.NO_SHOW_APPEAL, environment);
    }
}
