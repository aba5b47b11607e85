package org.doorstep.reliability;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.CreditRow;

/** A tap is one credit, however often it was sent, and a balance is the sum of its entries. */
final class CreditsConserved implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Map<UUID, CreditRow> rows =
                evidence.tables().credits().stream().collect(Collectors.toMap(CreditRow::person, Function.identity()));
        Map<UUID, Long> granted = Conclusion.of(evidence.calls()).stream()
                .filter(conclusion -> conclusion.is(Kind.GRANT_CREDIT) && conclusion.is(Status.OK))
                .collect(Collectors.groupingBy(
                        conclusion -> conclusion.operation().person(), Collectors.counting()));
        Stream.concat(rows.keySet().stream(), granted.keySet().stream())
                .distinct()
                .forEach(person -> {
                    CreditRow row = rows.getOrDefault(person, new CreditRow(person, 0, 0, 0));
                    long taps = granted.getOrDefault(person, 0L);
                    if (row.taps() != taps) {
                        broken.accept("person %s granted %d credits, but %d were counted"
                                .formatted(person, taps, row.taps()));
                    }
                    if (row.balance() != row.entries() || row.balance() < 0) {
                        broken.accept("person %s has a balance of %d, but the entries say %d"
                                .formatted(person, row.balance(), row.entries()));
                    }
                });
    }
}
