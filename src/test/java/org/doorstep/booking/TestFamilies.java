package org.doorstep.booking;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

/** Families for tests of any feature, made through the API as a parent makes them. */
@TestComponent
public class TestFamilies {

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester tester;

    /** A guardian with children, and a tester that speaks for the guardian. */
    public record TestFamily(TestPerson guardian, List<String> children, HttpGraphQlTester api) {

        public String child() {
            return children.get(0);
        }
    }

    /** A guardian with children of these ages, each with consent to CHILD_DATA. */
    public TestFamily family(int... ages) {
        TestPerson guardian = people.guardian();
        HttpGraphQlTester api = tester.mutate().headers(guardian::authorize).build();
        List<String> children =
                IntStream.of(ages).mapToObj(age -> child(api, age, true)).toList();
        return new TestFamily(guardian, children, api);
    }

    /** Adds a child that turned this old a month ago. */
    public String child(HttpGraphQlTester api, int age, boolean consented) {
        Map<String, Object> input = Map.of(
                "idempotencyKey",
                UUID.randomUUID(),
                "nickname",
                "小满",
                "birthDate",
                LocalDate.now(ZoneId.of("Asia/Shanghai"))
                        .minusYears(age)
                        .minusMonths(1)
                        .toString(),
                "consents",
                consented ? List.of(Map.of("purpose", "CHILD_DATA", "version", 1)) : List.of());
        return Objects.requireNonNull(api.document(
                        "mutation($input: AddChildInput!) { addChild(input: $input) { ... on ChildAdded { child { id } } } }")
                .variable("input", input)
                .execute()
                .path("addChild.child.id")
                .entity(String.class)
                .get());
    }
}
