package org.doorstep.volunteer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.doorstep.DoorstepTest;
import org.doorstep.StatementCount;
import org.doorstep.identity.TestPeople;
import org.doorstep.identity.TestPerson;
import org.doorstep.station.TestStations;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DoorstepTest
@Import({TestPeople.class, TestStations.class, TestVolunteers.class, StatementCount.class})
class VolunteerStatementTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestStations stations;

    @Autowired
    TestVolunteers volunteers;

    @Autowired
    StatementCount statements;

    @Test
    void a_page_of_any_size_takes_six_statements() {
        TestStation station = stations.station();
        for (int i = 0; i < 12; i++) {
            volunteers.volunteer(station, "志愿者" + i);
        }
        TestPerson staff = people.staffOf(station.uuid());
        for (int size : new int[] {1, 12}) {
            statements.reset();
            volunteers
                    .as(staff)
                    .document(
                            "{ volunteers(first: " + size
                                    + ") { nodes { displayName skills { name } teams { name } hours shifts(first: 2) { nodes { id } } } } }")
                    .execute()
                    .path("volunteers.nodes")
                    .entityList(Map.class)
                    .hasSize(size);
            assertThat(statements.all()).hasSize(6);
        }
    }
}
