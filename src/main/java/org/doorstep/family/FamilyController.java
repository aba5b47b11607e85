package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Children in GraphQL, for their own family. */
@Controller
class FamilyController implements NodeReader {

    private final Children children;
    private final AddChild addChild;
    private final UpdateRelation updateRelation;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<Consent>> consents;

    FamilyController(
            Children children,
            Consents consents,
            AddChild addChild,
            UpdateRelation updateRelation,
            Transactions transactions,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.children = children;
        this.addChild = addChild;
        this.updateRelation = updateRelation;
        this.transactions = transactions;
        this.encryption = encryption;
        this.consents = new BatchField<>(
                registry, "Child.consents", (ids, environment) -> consents.inForce(ids, Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return Child.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        Caller caller = environment.getGraphQlContext().get(Caller.KEY);
        return caller.isPerson() ? children.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @SchemaMapping
    Mono<List<Child>> children(Viewer viewer, DataFetchingEnvironment environment) {
        return children.ofPerson(viewer.personId(), Selection.of(environment));
    }

    @SchemaMapping
    Mono<GuardianRelation> guardianRelation(Viewer viewer) {
        return viewer.isPerson() ? updateRelation.of(viewer.personId()) : Mono.empty();
    }

    @SchemaMapping
    String nickname(Child child) {
        return child.nickname(encryption);
    }

    @SchemaMapping
    @Nullable
    String notes(Child child) {
        return child.notes(encryption);
    }

    @SchemaMapping
    CompletableFuture<List<Consent>> consents(Child child, DataFetchingEnvironment environment) {
        return consents.load(child.uuid(), environment);
    }

    @MutationMapping
    Mono<Object> addChild(
            @Argument AddChildInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(addChild.add(caller.personId(), input)
                .flatMap(id -> children.find(
                        caller.personId(), id, Selection.of(environment).at("child")))
                .map(ChildAdded::new));
    }

    @MutationMapping
    Mono<Object> updateChild(
            @Argument UpdateChildInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        UUID child = Child.ID.decode(input.childId());
        return Refused.orResult(Mono.defer(() -> {
            ChildDetails.check(
                    input.nickname(), input.birthDate(), input.notes().value());
            return transactions
                    .writeStatement(children.update(caller.personId(), child, input))
                    .filter(Boolean::booleanValue)
                    .flatMap(updated -> children.find(
                            caller.personId(), child, Selection.of(environment).at("child")))
                    .<Object>map(ChildUpdated::new)
                    .defaultIfEmpty(new NotFound(input.childId()));
        }));
    }

    @MutationMapping
    Mono<Object> updateRelation(@Argument UpdateRelation.Input input, @ContextValue Caller caller) {
        caller.require(Role.GUARDIAN);
        return Refused.orResult(updateRelation.update(caller.personId(), input));
    }
}
