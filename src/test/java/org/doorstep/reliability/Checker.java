package org.doorstep.reliability;

import java.util.ArrayList;
import java.util.List;

/** Holds the history of the clients, the API and the tables against each other. */
final class Checker {

    private static final List<Rule> RULES = List.of(
            new AcknowledgedOnce(),
            new RefusedAbsent(),
            new NeverOversold(),
            new SoldOut(),
            new NoOverlap(),
            new FirstComeFirstServed(),
            new HeldPlaces(),
            new Accounted(),
            new CreditsConserved(),
            new ShownAsStored(),
            new NothingStuck());

    private Checker() {}

    /** What was broken, each with the name of its rule; empty when all promises were kept. */
    static List<String> violations(Evidence evidence) {
        List<String> violations = new ArrayList<>();
        for (Rule rule : RULES) {
            rule.judge(evidence, broken -> violations.add(rule.getClass().getSimpleName() + ": " + broken));
        }
        return violations;
    }
}
