package org.doorstep.custody;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.custody.AddCollector.CollectorAdded;
import org.doorstep.custody.BarPerson.PersonBarred;
import org.doorstep.custody.IssuePickUpPass.PickUpPassIssued;
import org.doorstep.custody.LiftBar.BarLifted;
import org.doorstep.custody.RemoveCollector.CollectorRemoved;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Who may collect a child and who may not, in GraphQL, for the child's family. */
@Controller
class CustodyController {

    private final AddCollector addCollector;
    private final RemoveCollector removeCollector;
    private final BarPerson barPerson;
    private final LiftBar liftBar;
    private final IssuePickUpPass issuePickUpPass;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<Collector>> listed;
    private final BatchField<UUID, List<BarredPerson>> barred;

    CustodyController(
            Collectors collectors,
            AddCollector addCollector,
            RemoveCollector removeCollector,
            BarPerson barPerson,
            LiftBar liftBar,
            IssuePickUpPass issuePickUpPass,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.addCollector = addCollector;
        this.removeCollector = removeCollector;
        this.barPerson = barPerson;
        this.liftBar = liftBar;
        this.issuePickUpPass = issuePickUpPass;
        this.encryption = encryption;
        this.listed = new BatchField<>(
                registry,
                "Child.collectors",
                (ids, environment) ->
                        collectors.listed(ids, Caller.of(environment).personId(), Selection.of(environment)));
        this.barred = new BatchField<>(
                registry,
                "Child.barredPersons",
                (ids, environment) ->
                        collectors.barred(ids, Caller.of(environment).personId(), Selection.of(environment)));
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
    Mono<CollectorAdded> addCollector(@Argument AddCollector.Input input, Caller caller, Selection selection) {
        return addCollector.add(caller, input, selection.at("collector"));
    }

    @MutationMapping
    Mono<CollectorRemoved> removeCollector(@Argument RemoveCollector.Input input, Caller caller) {
        return removeCollector.remove(caller, input);
    }

    @MutationMapping
    Mono<PersonBarred> barPerson(@Argument BarPerson.Input input, Caller caller, Selection selection) {
        return barPerson.bar(caller, input, selection.at("barredPerson"));
    }

    @MutationMapping
    Mono<BarLifted> liftBar(@Argument LiftBar.Input input, Caller caller) {
        return liftBar.lift(caller, input);
    }

    @MutationMapping
    Mono<PickUpPassIssued> issuePickUpPass(@Argument IssuePickUpPass.Input input, Caller caller) {
        return issuePickUpPass.issue(caller, input);
    }
}
