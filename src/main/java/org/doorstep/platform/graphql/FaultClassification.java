package org.doorstep.platform.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;

/** Keeps graphql-java's own classification out of the answer: {@code extensions.code} is the contract. */
record FaultClassification(FaultCode code) implements ErrorClassification {

    @Override
    public Object toSpecification(GraphQLError error) {
        return code.name();
    }
}
