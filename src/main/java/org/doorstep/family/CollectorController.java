package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Who may collect a child and who may not, in GraphQL, for the child's family. */
@Controller
class CollectorController {

    private final Collectors collectors;
    private final ListCollectors lists;
    private final PickUpPasses passes;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<Collector>> listed;
    private final BatchField<UUID, List<BarredPerson>> barred;

    CollectorController(
            Collectors collectors,
            ListCollectors lists,
            PickUpPasses passes,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.collectors = collectors;
        this.lists = lists;
        this.passes = passes;
        this.encryption = encryption;
        this.listed = new BatchField<>(
                registry,
                "Child.collectors",
                (ids, environment) ->
                        collectors.listed(ids, callerOf(environment).personId(), Selection.of(environment)));
        this.barred = new BatchField<>(
                registry,
                "Child.barredPersons",
                (ids, environment) ->
                        collectors.barred(ids, callerOf(environment).personId(), Selection.of(environment)));
    }

    @SchemaMapping
    CompletableFuture<List<Collector>> collectors(Child child, DataFetchingEnvironment environment) {
        return listed.load(child.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<List<BarredPerson>> barredPersons(Child child, DataFetchingEnvironment environment) {
        return barred.load(child.uuid(), environment);
    }

    @SchemaMapping
    String name(Collector collector) {
        return collector.name(encryption);
    }

    @SchemaMapping
    String phone(Collector collector) {
        return collector.phone(encryption);
    }

    @SchemaMapping(typeName = "BarredPerson", field = "name")
    String barredName(BarredPerson person) {
        return person.name(encryption);
    }

    @SchemaMapping(typeName = "BarredPerson", field = "phone")
    @Nullable
    String barredPhone(BarredPerson person) {
        return person.phone(encryption);
    }

    @SchemaMapping
    @Nullable
    String note(BarredPerson person) {
        return person.note(encryption);
    }

    @MutationMapping
    Mono<Object> addCollector(
            @Argument AddCollectorInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(lists.add(caller.personId(), input)
                .flatMap(
                        id -> collectors.collector(id, Selection.of(environment).at("collector")))
                .map(CollectorAdded::new));
    }

    @MutationMapping
    Mono<Object> removeCollector(@Argument RemoveCollectorInput input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(lists.remove(caller.personId(), input.collectorId())
                .thenReturn(new CollectorRemoved(input.collectorId())));
    }

    @MutationMapping
    Mono<Object> barPerson(
            @Argument BarPersonInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(lists.bar(caller.personId(), input)
                .flatMap(id ->
                        collectors.barredPerson(id, Selection.of(environment).at("barredPerson")))
                .map(PersonBarred::new));
    }

    @MutationMapping
    Mono<Object> liftBar(@Argument LiftBarInput input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(lists.lift(caller.personId(), input.barId()).thenReturn(new BarLifted(input.barId())));
    }

    @MutationMapping
    Mono<Object> issuePickUpPass(@Argument IssuePickUpPassInput input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(passes.issue(caller.personId(), input));
    }

    private static Caller callerOf(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().get(Caller.KEY);
    }
}
