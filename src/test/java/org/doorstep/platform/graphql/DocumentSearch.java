package org.doorstep.platform.graphql;

import graphql.execution.CoercedVariables;
import graphql.language.Document;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.parser.Parser;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents that cost as much as they may. Each grows field by field at random places; what it likes best, such as
 * texts, lists or objects, is drawn anew for each document, so that together they look in many directions.
 */
final class DocumentSearch {

    /** What a document costs, by whoever judges it. */
    @FunctionalInterface
    interface Price {
        long of(String document);
    }

    private static final int TRIES = 200;
    private static final int MISSES = 30;
    private static final int MAX_DEPTH = 16;

    private final GraphQLSchema schema;
    private final Map<String, String> ids;
    private final Set<String> roots;
    private final Random random;
    private final Price price;
    private final long limit;
    private final int maxFields;

    /**
     * @param ids an argument {@code id} for fields of Query that have one
     * @param roots fields of Query to begin with, such as those that are not refused
     */
    DocumentSearch(
            GraphQLSchema schema,
            Map<String, String> ids,
            Set<String> roots,
            long seed,
            Price price,
            long limit,
            int maxFields) {
        this.schema = schema;
        this.ids = ids;
        this.roots = roots;
        this.random = new Random(seed);
        this.price = price;
        this.limit = limit;
        this.maxFields = maxFields;
    }

    /** A field of a document that grows. */
    private static final class Place {

        final GraphQLFieldDefinition field;
        final @Nullable GraphQLObjectType type;
        final int depth;
        final List<Place> below = new ArrayList<>();
        String arguments = "";

        Place(GraphQLFieldDefinition field, @Nullable GraphQLObjectType type, int depth) {
            this.field = field;
            this.type = type;
            this.depth = depth;
        }

        void write(StringBuilder to, String name) {
            to.append(name).append(": ").append(field.getName()).append(arguments);
            if (type != null) {
                writeBelow(to);
            }
            to.append(' ');
        }

        void writeBelow(StringBuilder to) {
            to.append(" { ");
            for (int i = 0; i < below.size(); i++) {
                below.get(i).write(to, "f" + i);
            }
            to.append("}");
        }
    }

    static long priced(GraphQLSchema schema, Cost cost, String document, long limit) {
        Document parsed = Parser.parse(document);
        return cost.of(
                ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                                schema, parsed, null, CoercedVariables.emptyVariables())
                        .getTopLevelFields(),
                limit);
    }

    /** A document that cannot grow any more. */
    String next() {
        double[] taste = {random.nextDouble(), random.nextDouble(), random.nextDouble() * 2, random.nextDouble() * 3};
        GraphQLObjectType query = schema.getQueryType();
        List<Place> roots = new ArrayList<>();
        List<Place> open = new ArrayList<>();
        int fields = 0;
        int misses = 0;
        String document = "{ f: __typename }";
        for (int i = 0; i < TRIES && misses < MISSES && fields < maxFields; i++) {
            boolean atRoot = open.isEmpty() || random.nextInt(12) == 0;
            Place parent = atRoot ? null : open.get(random.nextInt(open.size()));
            List<Place> siblings = parent == null ? roots : parent.below;
            Place grown = grow(parent == null ? query : parent.type, parent == null ? 1 : parent.depth + 1, taste);
            if (grown == null) {
                misses++;
                continue;
            }
            siblings.add(grown);
            String longer = written(roots);
            if (price.of(longer) > limit) {
                siblings.remove(grown);
                misses++;
            } else {
                document = longer;
                misses = 0;
                fields += open(grown, open);
            }
        }
        return document;
    }

    private static String written(List<Place> roots) {
        StringBuilder text = new StringBuilder("{ ");
        for (int i = 0; i < roots.size(); i++) {
            roots.get(i).write(text, "r" + i);
        }
        return text.append("}").toString();
    }

    private static int open(Place place, List<Place> open) {
        int fields = 1;
        if (place.type != null) {
            open.add(place);
            for (Place below : place.below) {
                fields += open(below, open);
            }
        }
        return fields;
    }

    private @Nullable Place grow(GraphQLObjectType type, int depth, double[] taste) {
        GraphQLFieldDefinition best = null;
        double most = 0;
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            double wish = random.nextDouble() * taste[kindOf(field)];
            if (wish > most
                    && depth < MAX_DEPTH
                    && (depth > 1 || roots.contains(field.getName()))
                    && argumentsOf(field) != null) {
                most = wish;
                best = field;
            }
        }
        return best == null ? null : place(best, depth);
    }

    private @Nullable Place place(GraphQLFieldDefinition field, int depth) {
        GraphQLUnmodifiedType bare = GraphQLTypeUtil.unwrapAll(field.getType());
        if (GraphQLTypeUtil.isLeaf(bare)) {
            Place leaf = new Place(field, null, depth);
            leaf.arguments = String.valueOf(argumentsOf(field));
            return leaf;
        }
        if (!(bare instanceof GraphQLObjectType type)) {
            return null;
        }
        Place place = new Place(field, type, depth);
        place.arguments = String.valueOf(argumentsOf(field));
        List<GraphQLFieldDefinition> leaves = type.getFieldDefinitions().stream()
                .filter(below -> GraphQLTypeUtil.isLeaf(GraphQLTypeUtil.unwrapAll(below.getType()))
                        && argumentsOf(below) != null)
                .toList();
        GraphQLFieldDefinition first = type.getName().endsWith("Connection")
                ? type.getFieldDefinition("nodes")
                : leaves.isEmpty() ? type.getFieldDefinitions().get(0) : leaves.get(random.nextInt(leaves.size()));
        Place below = place(first, depth + 1);
        if (below == null) {
            return null;
        }
        place.below.add(below);
        return place;
    }

    private static int kindOf(GraphQLFieldDefinition field) {
        GraphQLUnmodifiedType bare = GraphQLTypeUtil.unwrapAll(field.getType());
        if (GraphQLTypeUtil.isLeaf(bare)) {
            return field.hasAppliedDirective("cost") ? 0 : 1;
        }
        return field.hasAppliedDirective("listSize") ? 3 : 2;
    }

    /** Null when a required argument is not known. */
    private @Nullable String argumentsOf(GraphQLFieldDefinition field) {
        List<String> arguments = new ArrayList<>();
        for (GraphQLArgument argument : field.getArguments()) {
            if (argument.getName().equals("first")) {
                int[] sizes = argument.hasSetDefaultValue() ? new int[] {1, 5, 20} : new int[] {1, 5, 20, 100, 100};
                arguments.add("first: " + sizes[random.nextInt(sizes.length)]);
            } else if (argument.getName().equals("by")) {
                arguments.add("by: [MONTH, STATION]");
            } else if (argument.getName().equals("atMost")) {
                arguments.add("atMost: 2000");
            } else if (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()) {
                String id = argument.getName().equals("id") ? ids.get(field.getName()) : null;
                if (id == null) {
                    return null;
                }
                arguments.add("id: \"" + id + "\"");
            }
        }
        return arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")";
    }
}
