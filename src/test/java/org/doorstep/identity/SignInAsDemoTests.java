package org.doorstep.identity;

import org.doorstep.SampleDataTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@SampleDataTest
@Import(TestPeople.class)
class SignInAsDemoTests {

    @Autowired
    HttpGraphQlTester tester;

    @Autowired
    TestPeople people;

    @Autowired
    DemoPersonas personas;

    @Test
    void a_visitor_becomes_a_person_of_the_sample_data() {
        TestPerson parent = people.guardian();
        personas.assign(DemoPersona.PARENT, parent.personId()).block();
        tester.document("""
                        mutation { signInAsDemo(input: {persona: PARENT}) {
                          ... on SignedIn { accessToken viewer { id } } } }
                        """)
                .execute()
                .path("signInAsDemo.viewer.id")
                .entity(String.class)
                .isEqualTo(parent.id());
    }
}
