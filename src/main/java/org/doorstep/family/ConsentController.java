package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Consents in GraphQL. */
@Controller
class ConsentController implements NodeReader {

    private final Consents consents;
    private final Children children;
    private final Transactions transactions;

    ConsentController(Consents consents, Children children, Transactions transactions) {
        this.consents = consents;
        this.children = children;
        this.transactions = transactions;
    }

    @Override
    public IdType idType() {
        return Consent.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        Caller caller = environment.getGraphQlContext().get(Caller.KEY);
        return caller.isPerson() ? consents.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @QueryMapping
    Mono<List<ConsentPolicy>> consentPolicies() {
        return consents.policies().collectList();
    }

    @MutationMapping
    Mono<Object> giveConsent(
            @Argument GiveConsentInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        UUID child = Child.ID.decode(input.childId());
        Mono<UUID> given = children.lockFamilyOf(person)
                .then(children.find(person, child, Selection.of()))
                .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.childId()))))
                .flatMap(found -> consents.give(person, child, List.of(input.consent())))
                .flatMap(ids -> ids.isEmpty() ? outdated(input.consent()) : Mono.just(ids.get(0)));
        return Refused.orResult(transactions
                .write(given)
                .flatMap(id ->
                        consents.find(person, id, Selection.of(environment).at("consent")))
                .map(ConsentGiven::new));
    }

    private Mono<UUID> outdated(ConsentInput consent) {
        return consents.currentVersion(consent.purpose())
                .flatMap(version -> Mono.error(new Refused(new ConsentOutdated(version))));
    }

    @MutationMapping
    Mono<Object> withdrawConsent(
            @Argument WithdrawConsentInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        caller.require(Role.GUARDIAN);
        UUID person = caller.personId();
        return transactions
                .writeStatement(consents.withdraw(person, Child.ID.decode(input.childId()), input.purpose()))
                .flatMap(id ->
                        consents.find(person, id, Selection.of(environment).at("consent")))
                .<Object>map(ConsentWithdrawn::new)
                .defaultIfEmpty(new NotFound(input.childId()));
    }
}
