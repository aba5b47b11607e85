package org.doorstep.sample;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.UUID;

/** Which station each child of the sample is near to. */
record Neighbourhood(Map<UUID, String> homes, Map<String, String> towns) {

    static Neighbourhood of(SampleFiles files) {
        Map<String, String> byFamily = files.rows("families.csv").stream()
                .collect(toMap(row -> row.text("family"), row -> row.text("home"), (one, other) -> one));
        Map<String, String> byArea = files.rows("areas.csv").stream()
                .filter(row -> row.text("level").equals("COMMUNITY"))
                .collect(toMap(row -> row.text("name"), row -> row.text("parent")));
        return new Neighbourhood(
                files.rows("children.csv").stream()
                        .collect(toMap(
                                row -> SampleFamilies.child(row.text("family"), row.text("nickname")),
                                row -> byFamily.getOrDefault(row.text("family"), ""))),
                files.rows("stations.csv").stream()
                        .collect(toMap(row -> row.text("name"), row -> byArea.getOrDefault(row.text("area"), ""))));
    }

    /** From 0, at the station of the child's family, to 60 in another town. */
    int distance(UUID child, String station) {
        return between(homes.getOrDefault(child, ""), station);
    }

    /** As {@link #distance}, from another station. */
    int between(String home, String station) {
        if (home.equals(station)) {
            return 0;
        }
        return towns.getOrDefault(home, "").equals(towns.getOrDefault(station, "")) ? 30 : 60;
    }
}
