package org.doorstep.platform.graphql;

import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The most that operations of a schema can cost, from its directives {@code @cost} and {@code @listSize}: each field its
 * weight, times the declared size of every list it stands in. A name longer than 100 characters costs more, since it is
 * written into the answer.
 */
final class Cost {

    static final int DEFAULT_SIZE = 100;
    /** What can be asked for by an argument; the fields themselves refuse less than that. */
    private static final int LARGEST_SIZE = 5_000;

    private static final int CHARACTERS_OF_A_POINT = 100;

    /** The directives of a field, read once. */
    private record Declared(double weight, boolean list, int assumedSize, List<String> slicing, List<String> sized) {}

    private final GraphQLSchema schema;
    private final Introspection introspection;
    private final Map<GraphQLFieldDefinition, Declared> declared = new ConcurrentHashMap<>();

    Cost(GraphQLSchema schema) {
        this.schema = schema;
        this.introspection = new Introspection(schema);
    }

    /** In points; whatever is above the limit is given as one above it, so that no multiplication can overflow. */
    long of(List<ExecutableNormalizedField> operation, long limit) {
        return (long) Math.ceil(Math.min(limit + 1.0, of(operation, List.of(), 0, limit)));
    }

    private double of(List<ExecutableNormalizedField> fields, List<String> sized, double size, double limit) {
        double cost = 0;
        for (ExecutableNormalizedField field : fields) {
            cost += of(field, sized.contains(field.getFieldName()) ? size : 0, limit);
            if (cost > limit) {
                return limit + 1;
            }
        }
        return cost;
    }

    private double of(ExecutableNormalizedField field, double sizedByParent, double limit) {
        double cost = field.getResultKey().length() / CHARACTERS_OF_A_POINT;
        if (Introspection.isPartOf(field)) {
            return cost
                    + Introspection.weightOf(field)
                    + introspection.sizeOf(field) * of(field.getChildren(), List.of(), 0, limit);
        }
        double most = 0;
        for (GraphQLFieldDefinition definition : field.getFieldDefinitions(schema)) {
            Declared known = declared.computeIfAbsent(definition, Cost::read);
            double page = pageSize(field, known);
            double below = of(field.getChildren(), known.sized(), page, limit);
            double times = known.list() ? (sizedByParent > 0 ? sizedByParent : page) : 1;
            double own = known.weight() + argumentsOf(field, definition);
            most = Math.max(most, own + (known.list() ? times * Math.max(1, below) : below));
        }
        return cost + most;
    }

    private static double pageSize(ExecutableNormalizedField field, Declared declared) {
        int asked = 0;
        for (String name : declared.slicing()) {
            if (field.getResolvedArguments().get(name) instanceof Integer size) {
                asked = Math.max(asked, Math.min(size, LARGEST_SIZE));
            }
        }
        return asked > 0 ? asked : declared.assumedSize();
    }

    private static double argumentsOf(ExecutableNormalizedField field, GraphQLFieldDefinition definition) {
        double cost = 0;
        for (GraphQLArgument argument : definition.getArguments()) {
            Object value = field.getResolvedArguments().get(argument.getName());
            if (value != null) {
                cost += weightOf(argument, 0) + valueOf(argument.getType(), value);
            }
        }
        return cost;
    }

    private static double valueOf(GraphQLInputType type, Object value) {
        double cost = 0;
        if (GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLInputObjectType input
                && value instanceof Map<?, ?> values) {
            for (var field : input.getFieldDefinitions()) {
                Object inner = values.get(field.getName());
                if (inner != null) {
                    cost += weightOf(field, 0) + valueOf(field.getType(), inner);
                }
            }
        }
        return cost;
    }

    private static Declared read(GraphQLFieldDefinition field) {
        GraphQLAppliedDirective size = field.getAppliedDirective("listSize");
        Integer assumed = size == null ? null : argument(size, "assumedSize");
        List<String> slicing = size == null ? null : argument(size, "slicingArguments");
        List<String> sized = size == null ? null : argument(size, "sizedFields");
        return new Declared(
                weightOf(field, 1),
                GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType())),
                assumed == null ? DEFAULT_SIZE : assumed,
                slicing == null ? List.of() : slicing,
                sized == null ? List.of() : sized);
    }

    static double weightOf(GraphQLDirectiveContainer declaration, double otherwise) {
        GraphQLAppliedDirective cost = declaration.getAppliedDirective("cost");
        String weight = cost == null ? null : argument(cost, "weight");
        return weight == null ? otherwise : Double.parseDouble(weight);
    }

    private static <T> @Nullable T argument(GraphQLAppliedDirective directive, String name) {
        return directive.getArgument(name) == null
                ? null
                : directive.getArgument(name).getValue();
    }
}
