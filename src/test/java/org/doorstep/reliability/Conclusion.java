package org.doorstep.reliability;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.doorstep.reliability.Outcome.Status;

/**
 * What a client knows of an operation after all its calls: it happened if any call says so, else what the last call
 * says.
 */
record Conclusion(Operation operation, List<Call> calls, Outcome outcome) {

    static List<Conclusion> of(List<Call> calls) {
        Map<Long, List<Call>> byOperation = calls.stream()
                .sorted(Comparator.comparingLong(Call::endedAt))
                .collect(Collectors.groupingBy(
                        call -> call.operation().number(), LinkedHashMap::new, Collectors.toList()));
        return byOperation.values().stream().map(Conclusion::ofOne).toList();
    }

    private static Conclusion ofOne(List<Call> calls) {
        Call deciding = calls.stream()
                .filter(call -> call.is(Status.OK))
                .findFirst()
                .orElseGet(() -> calls.get(calls.size() - 1));
        return new Conclusion(deciding.operation(), calls, deciding.outcome());
    }

    boolean is(Operation.Kind kind) {
        return operation.kind() == kind;
    }

    boolean is(Status status) {
        return outcome.status() == status;
    }

    /** Whether it may have had an effect, whatever the client was told last. */
    boolean mayHaveHappened() {
        return calls.stream().anyMatch(call -> !call.is(Status.REFUSED));
    }
}
