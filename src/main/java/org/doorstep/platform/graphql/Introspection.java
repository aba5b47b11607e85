package org.doorstep.platform.graphql;

import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLUnionType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long the lists are that describe this schema. Below {@code types} all of them are walked, so that their mean gives
 * the exact sum; anywhere else the longest one counts. Tools pay what their documents are worth, and a document that goes
 * round in circles has a price that nobody can pay.
 */
final class Introspection {

    private static final double IN_MEMORY = 0.1;
    private static final Set<String> LEADING_ON = Set.of("fields", "inputFields", "interfaces", "possibleTypes");

    private record Length(double mean, double longest) {}

    private final Map<String, Length> lengths = new HashMap<>();

    Introspection(GraphQLSchema schema) {
        List<GraphQLNamedType> types = schema.getAllTypesAsList();
        lengths.put("types", exactly(types.size()));
        lengths.put("directives", exactly(schema.getDirectives().size()));
        lengths.put("locations", exactly(19));
        lengths.put("fields", lengthOf(types.stream().map(Introspection::fields)));
        lengths.put(
                "inputFields",
                lengthOf(types.stream()
                        .map(type -> type instanceof GraphQLInputObjectType input
                                ? input.getFieldDefinitions().size()
                                : 0)));
        lengths.put(
                "interfaces",
                lengthOf(types.stream()
                        .map(type -> type instanceof GraphQLObjectType object
                                ? object.getInterfaces().size()
                                : 0)));
        lengths.put(
                "enumValues",
                lengthOf(types.stream()
                        .map(type -> type instanceof GraphQLEnumType enumeration
                                ? enumeration.getValues().size()
                                : 0)));
        lengths.put("possibleTypes", lengthOf(types.stream().map(type -> possibleTypes(schema, type))));
        lengths.put(
                "args",
                lengthOf(types.stream()
                        .filter(GraphQLFieldsContainer.class::isInstance)
                        .flatMap(type -> ((GraphQLFieldsContainer) type).getFieldDefinitions().stream())
                        .map(field -> field.getArguments().size())));
    }

    static boolean isPartOf(ExecutableNormalizedField field) {
        return field.getFieldName().equals("__schema")
                || field.getFieldName().equals("__type")
                || field.getObjectTypeNames().stream().allMatch(name -> name.startsWith("__"));
    }

    /** Less than a field that was read from the database; as much once a type leads to another one's, which no tool needs. */
    static double weightOf(ExecutableNormalizedField field) {
        int lists = 0;
        for (ExecutableNormalizedField at = field; at != null; at = at.getParent()) {
            lists += LEADING_ON.contains(at.getFieldName()) ? 1 : 0;
        }
        return lists > 1 ? 1 : IN_MEMORY;
    }

    /** 1 for what is no list. */
    double sizeOf(ExecutableNormalizedField field) {
        Length length = field.getObjectTypeNames().stream().anyMatch(name -> name.startsWith("__"))
                ? lengths.get(field.getFieldName())
                : null;
        if (length == null) {
            return 1;
        }
        return isWalkedOnce(field) ? length.mean() : length.longest();
    }

    /** {@code types}, what stands in it, and the arguments of the fields that stand in it. */
    private static boolean isWalkedOnce(ExecutableNormalizedField field) {
        ExecutableNormalizedField parent = field.getParent();
        if (parent == null) {
            return false;
        }
        return parent.getFieldName().equals("types") || parent.getFieldName().equals("fields") && isWalkedOnce(parent);
    }

    private static Length exactly(int size) {
        return new Length(size, size);
    }

    private static Length lengthOf(Stream<Integer> sizes) {
        List<Integer> all = sizes.toList();
        return new Length(
                all.stream().mapToInt(size -> size).average().orElse(0),
                all.stream().mapToInt(size -> size).max().orElse(0));
    }

    private static int fields(GraphQLNamedType type) {
        return type instanceof GraphQLFieldsContainer container
                ? container.getFieldDefinitions().size()
                : 0;
    }

    private static int possibleTypes(GraphQLSchema schema, GraphQLNamedType type) {
        if (type instanceof GraphQLUnionType union) {
            return union.getTypes().size();
        }
        return type instanceof GraphQLInterfaceType parent
                ? schema.getImplementations(parent).size()
                : 0;
    }
}
