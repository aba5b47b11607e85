package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.funding.TestFunding.TestProject;
import org.doorstep.identity.TestPeople;
import org.doorstep.station.TestStations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.test.tester.HttpGraphQlTester;

@DoorstepTest(properties = "test.funding=counts-statements")
@Import({TestPeople.class, TestStations.class, TestFunding.class, StatementCount.class})
class FundingStatementsTests {

    @Autowired
    private TestFunding funding;

    @Autowired
    private TestPeople people;

    @Autowired
    private HttpGraphQlTester anonymous;

    @Autowired
    private StatementCount statements;

    @Test
    void a_page_of_outcomes_takes_as_many_statements_for_twenty_projects_as_for_one() {
        UUID foundation = funding.foundation();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestProject project = funding.project("2025-07-01", "2025-08-31");
            funding.fund(project.uuid(), foundation, "10.00");
            ids.add(project.id());
        }
        String token = people.clientOf(foundation);

        assertThat(pageOf(1, token)).hasSize(1);
        List<String> forOne = statements.all();
        assertThat(pageOf(20, token)).containsExactlyInAnyOrderElementsOf(ids);
        List<String> forTwenty = statements.all();

        assertThat(forTwenty).hasSameSizeAs(forOne);
        assertThat(forTwenty.stream().filter(sql -> !sql.contains("api_client")))
                .as("projects, stations, budget, grants, outcomes, stations of rows")
                .hasSize(6);
    }

    private List<String> pageOf(int size, String token) {
        statements.reset();
        return anonymous
                .mutate()
                .headers(headers -> headers.setBearerAuth(token))
                .build()
                .document("""
                        query($first: Int!) { projects(first: $first) { nodes {
                          id title stations { name area { name } } budget { name } grants { amount { amount } }
                          outcomes(by: [MONTH, STATION]) { rows(atMost: 50) { month station { name } figures { sessionsHeld } } }
                        } } }
                        """)
                .variable("first", size)
                .execute()
                .path("projects.nodes[*].id")
                .entityList(String.class)
                .get();
    }
}
