package org.doorstep.family;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import org.doorstep.family.Consents.ConsentPolicy;
import org.doorstep.family.GiveConsent.ConsentGiven;
import org.doorstep.family.WithdrawConsent.ConsentWithdrawn;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.projection.Selection;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Consents in GraphQL. */
@Controller
class ConsentController implements NodeReader {

    private final Consents consents;
    private final GiveConsent giveConsent;
    private final WithdrawConsent withdrawConsent;

    ConsentController(Consents consents, GiveConsent giveConsent, WithdrawConsent withdrawConsent) {
        this.consents = consents;
        this.giveConsent = giveConsent;
        this.withdrawConsent = withdrawConsent;
    }

    @Override
    public IdType idType() {
        return Consent.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        Caller caller = Caller.of(environment);
        return caller.isPerson() ? consents.find(caller.personId(), id, Selection.of(environment)) : Mono.empty();
    }

    @QueryMapping
    Mono<List<ConsentPolicy>> consentPolicies() {
        return consents.policies().collectList();
    }

    @MutationMapping
    Mono<ConsentGiven> giveConsent(@Argument GiveConsent.Input input, Caller caller, Selection selection) {
        return giveConsent.give(caller, input, selection.at("consent"));
    }

    @MutationMapping
    Mono<ConsentWithdrawn> withdrawConsent(@Argument WithdrawConsent.Input input, Caller caller, Selection selection) {
        return withdrawConsent.withdraw(caller, input, selection.at("consent"));
    }
}
