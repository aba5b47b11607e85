package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.platform.graphql.Messages;
import org.doorstep.platform.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Import;
import org.springframework.core.Nullness;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.SchemaReport;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** The schema is the contract: every field of it is served, described, and as nullable as it says. */
@SampleDataTest
@Import(SchemaTests.Inspection.class)
class SchemaTests {

    private static final Map<String, List<Class<?>>> CLASSES = classesByName();
    private static final AtomicReference<SchemaReport> REPORT = new AtomicReference<>();

    @TestConfiguration(proxyBeanMethods = false)
    static class Inspection {

        @Bean
        GraphQlSourceBuilderCustomizer inspection() {
            return builder -> builder.inspectSchemaMappings(
                    initializer -> initializer.classResolver((type, parent) -> classesOf(type)), REPORT::set);
        }
    }

    @Autowired
    private GraphQlSource source;

    @Autowired
    private Messages messages;

    @Test
    void every_field_is_served() {
        assertThat(REPORT.get().unmappedFields()).isEmpty();
        assertThat(REPORT.get().unmappedRegistrations()).isEmpty();
        assertThat(REPORT.get().unmappedArguments()).isEmpty();
    }

    @Test
    void every_type_is_inspected() {
        assertThat(REPORT.get().skippedTypes())
                .extracting(skipped -> ((GraphQLNamedType) skipped.type()).getName())
                .isEmpty();
    }

    @Test
    void what_is_never_null_in_the_schema_is_never_null_in_java() {
        assertThat(REPORT.get().fieldNullnessErrors()).isEmpty();
        assertThat(REPORT.get().argumentNullnessErrors()).isEmpty();
        assertThat(objectTypes().flatMap(SchemaTests::nullableAccessors)).isEmpty();
    }

    @Test
    void everything_has_a_description() {
        List<String> bare = new ArrayList<>();
        for (GraphQLNamedType type : schema().getAllTypesAsList()) {
            if (!type.getName().startsWith("__") && !isBuiltIn(type)) {
                describe(type, bare);
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void every_refusal_has_a_code_and_a_sentence_in_both_languages() {
        GraphQLEnumType codes = (GraphQLEnumType) schema().getType("RefusalCode");
        List<GraphQLObjectType> refusals =
                schema().getImplementations((GraphQLInterfaceType) schema().getType("Refusal"));
        assertThat(refusals).hasSizeGreaterThan(10);
        for (GraphQLObjectType refusal : refusals) {
            for (Class<?> type : classesOf(refusal)) {
                if (Refusal.class.isAssignableFrom(type) && derivesItsCode(type)) {
                    String code = codeOf(type);
                    assertThat(codes.getValue(code)).as(code).isNotNull();
                    assertThat(messages.of("refusal." + code, Locale.SIMPLIFIED_CHINESE))
                            .as(code)
                            .isNotEqualTo(messages.of("refusal." + code, Locale.ENGLISH));
                }
            }
        }
    }

    /** So that whoever reads the schema finds the use case, and the other way round. */
    @Test
    void every_mutation_has_a_class_of_its_name() {
        assertThat(schema().getMutationType().getFieldDefinitions())
                .hasSizeGreaterThan(50)
                .allSatisfy(mutation -> assertThat(CLASSES.get(StringUtils.capitalize(mutation.getName())))
                        .as(mutation.getName())
                        .hasSize(1)
                        .allMatch(useCase -> useCase.isAnnotationPresent(Component.class)));
    }

    @Test
    void fields_of_one_name_have_one_type_in_the_answers_of_a_mutation() {
        assertThat(schema().getAllTypesAsList().stream()
                        .filter(GraphQLUnionType.class::isInstance)
                        .flatMap(union -> conflicts((GraphQLUnionType) union)))
                .isEmpty();
    }

    /** The control, as it was: a client could not ask for the code of a pass and the code of a refusal. */
    @Test
    void a_code_of_two_types_is_a_conflict() {
        GraphQLSchema wrong = new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse("""
                                type Query { pass: Result }
                                interface Refusal { code: Code! }
                                enum Code { NOT_FOUND }
                                type NotFound implements Refusal { code: Code! problems: [Int!]! }
                                type Pass { code: String! day: Int! problems: [Int!] }
                                union Result = Pass | NotFound
                                """),
                        RuntimeWiring.newRuntimeWiring()
                                .type("Refusal", type -> type.typeResolver(env -> null))
                                .type("Result", type -> type.typeResolver(env -> null))
                                .build());

        assertThat(conflicts((GraphQLUnionType) wrong.getType("Result")))
                .containsExactly("Result.code: Code! and String!", "Result.problems: [Int!] and [Int!]!");
    }

    @Test
    void every_list_has_a_declared_size() {
        assertThat(objectTypes()
                        .filter(type -> !type.getName().startsWith("__"))
                        .flatMap(SchemaTests::withoutSize))
                .isEmpty();
    }

    @Test
    void a_list_without_a_size_is_noticed() {
        GraphQLSchema wrong = mocked("""
                directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
                type Query {
                  bare: [Int!]!
                  fixed: [Int!]! @listSize(assumedSize: 3)
                  sliced(first: Int! = 5): [Int!] @listSize(slicingArguments: ["first"])
                  unbounded(first: Int): [Int!] @listSize(slicingArguments: ["first"])
                  pages(first: Int): PageConnection @listSize(slicingArguments: ["first"])
                  page: Int
                }
                type PageConnection { nodes: [Int!]! others: [Int!]! }
                """);

        assertThat(Stream.of("Query", "PageConnection")
                        .flatMap(type -> withoutSize((GraphQLObjectType) wrong.getType(type))))
                .containsExactlyInAnyOrder("Query.bare", "Query.unbounded", "Query.pages", "PageConnection.others");
    }

    private static GraphQLSchema mocked(String sdl) {
        return new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse(sdl),
                        RuntimeWiring.newRuntimeWiring().build());
    }

    private static Stream<String> withoutSize(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream()
                .filter(field -> !hasSize(type, field))
                .map(field -> type.getName() + "." + field.getName());
    }

    /** A list says its own size; that of a connection is said where the connection is asked for. */
    private static boolean hasSize(GraphQLObjectType type, GraphQLFieldDefinition field) {
        GraphQLType bare = GraphQLTypeUtil.unwrapNonNull(field.getType());
        GraphQLAppliedDirective size = field.getAppliedDirective("listSize");
        if (((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(bare)).getName().endsWith("Connection")) {
            return size != null
                    && List.of("first", "last")
                            .equals(size.getArgument("slicingArguments").getValue())
                    && List.of("edges", "nodes")
                            .equals(size.getArgument("sizedFields").getValue());
        }
        if (!GraphQLTypeUtil.isList(bare)) {
            return size == null;
        }
        if (type.getName().endsWith("Connection")) {
            return List.of("edges", "nodes").contains(field.getName());
        }
        if (size == null) {
            return false;
        }
        List<String> slicing = size.getArgument("slicingArguments").getValue();
        return slicing == null
                ? size.getArgument("assumedSize").getValue() != null
                : slicing.stream()
                        .allMatch(name -> field.getArgument(name) != null
                                && field.getArgument(name).hasSetDefaultValue());
    }

    private static Stream<String> conflicts(GraphQLUnionType union) {
        Map<String, Set<String>> types = new TreeMap<>();
        union.getTypes().stream()
                .map(GraphQLObjectType.class::cast)
                .flatMap(member -> Stream.concat(
                        member.getFieldDefinitions().stream(),
                        member.getInterfaces().stream()
                                .flatMap(parent -> ((GraphQLInterfaceType) parent).getFieldDefinitions().stream())))
                .forEach(field -> types.computeIfAbsent(field.getName(), name -> new TreeSet<>())
                        .add(GraphQLTypeUtil.simplePrint(field.getType())));
        return types.entrySet().stream()
                .filter(field -> field.getValue().size() > 1)
                .map(field -> union.getName() + "." + field.getKey() + ": " + String.join(" and ", field.getValue()));
    }

    private static boolean derivesItsCode(Class<?> refusal) {
        return Arrays.stream(refusal.getDeclaredMethods())
                .noneMatch(method -> method.getName().equals("code"));
    }

    private static String codeOf(Class<?> refusal) {
        return refusal.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private GraphQLSchema schema() {
        return source.schema();
    }

    private Stream<GraphQLObjectType> objectTypes() {
        return schema().getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast);
    }

    private static Stream<String> nullableAccessors(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream()
                .filter(field -> GraphQLTypeUtil.isNonNull(field.getType()))
                .flatMap(field -> classesOf(type).stream()
                        .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                        .filter(method -> method.getName().equals(field.getName()) && method.getParameterCount() == 0)
                        .filter(method -> Nullness.forMethodReturnType(method) == Nullness.NULLABLE))
                .map(Method::toString);
    }

    private static void describe(GraphQLNamedType type, List<String> bare) {
        check(type.getDescription(), type.getName(), bare);
        if (type instanceof GraphQLEnumType enumeration) {
            enumeration
                    .getValues()
                    .forEach(value -> check(value.getDescription(), type.getName() + "." + value.getName(), bare));
        } else if (type instanceof GraphQLInputObjectType input) {
            input.getFieldDefinitions()
                    .forEach(field -> checkUnlessTypeSays(
                            field.getDescription(), field.getType(), type.getName() + "." + field.getName(), bare));
        } else if (type instanceof GraphQLObjectType object) {
            object.getFieldDefinitions().forEach(field -> describe(object, field, bare));
        }
    }

    private static void describe(GraphQLObjectType object, GraphQLFieldDefinition field, List<String> bare) {
        String name = object.getName() + "." + field.getName();
        boolean inherited = object.getInterfaces().stream()
                .map(GraphQLInterfaceType.class::cast)
                .anyMatch(parent -> parent.getFieldDefinition(field.getName()) != null);
        if (!inherited) {
            checkUnlessTypeSays(field.getDescription(), field.getType(), name, bare);
        }
        for (GraphQLArgument argument : field.getArguments()) {
            checkUnlessTypeSays(
                    argument.getDescription(), argument.getType(), name + "(" + argument.getName() + ")", bare);
        }
    }

    /** A field whose type is one of our own is described by that type, unless it says more itself. */
    private static void checkUnlessTypeSays(String description, GraphQLType type, String name, List<String> bare) {
        GraphQLNamedType named = GraphQLTypeUtil.unwrapAllAs(type);
        if (isBuiltIn(named) || named instanceof GraphQLScalarType) {
            check(description, name, bare);
        }
    }

    private static void check(String description, String name, List<String> bare) {
        if (description == null || description.isBlank()) {
            bare.add(name);
        }
    }

    private static boolean isBuiltIn(GraphQLNamedType type) {
        return type instanceof GraphQLDirectiveContainer
                && List.of("Int", "Float", "String", "Boolean", "ID", "Query", "Mutation", "Subscription")
                        .contains(type.getName());
    }

    private static List<Class<?>> classesOf(GraphQLNamedOutputType type) {
        String name = type.getName();
        if (name.endsWith("Connection")) {
            name = "Connection";
        } else if (name.endsWith("Edge")) {
            name = "Edge";
        }
        return CLASSES.getOrDefault(name, List.of());
    }

    private static Map<String, List<Class<?>>> classesByName() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return definition.getMetadata().isIndependent();
            }
        };
        scanner.addIncludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*")));
        return scanner.findCandidateComponents("org.doorstep").stream()
                .map(definition -> definition.getBeanClassName())
                .filter(name -> !name.contains("Tests"))
                .<Class<?>>map(name -> ClassUtils.resolveClassName(name, null))
                .collect(Collectors.groupingBy(Class::getSimpleName));
    }
}
