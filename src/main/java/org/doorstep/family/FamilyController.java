package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.family.AddChild.ChildAdded;
import org.doorstep.family.UpdateChild.ChildUpdated;
import org.doorstep.family.UpdateRelation.RelationUpdated;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
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
    private final UpdateChild updateChild;
    private final FieldEncryption encryption;
    private final BatchField<UUID, List<Consent>> consents;

    FamilyController(
            Children children,
            Consents consents,
            AddChild addChild,
            UpdateRelation updateRelation,
            UpdateChild updateChild,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.children = children;
        this.addChild = addChild;
        this.updateRelation = updateRelation;
        this.updateChild = updateChild;
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
        Caller caller = Caller.of(environment);
        return caller.isPerson() ? children.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @SchemaMapping
    Mono<List<Child>> children(Viewer viewer, Selection selection) {
        return children.ofPerson(viewer.personId(), selection);
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
    Mono<ChildAdded> addChild(@Argument AddChild.Input input, Caller caller, Selection selection) {
        return addChild.add(caller, input, selection.at("child"));
    }

    @MutationMapping
    Mono<ChildUpdated> updateChild(@Argument UpdateChild.Input input, Caller caller, Selection selection) {
        return updateChild.update(caller, input, selection.at("child"));
    }

    @MutationMapping
    Mono<RelationUpdated> updateRelation(@Argument UpdateRelation.Input input, Caller caller) {
        return updateRelation.update(caller, input);
    }
}
