package org.doorstep.reliability;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.Tables.KeyRow;

/** What a client was told is refused has left nothing. */
final class RefusedAbsent implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        Map<UUID, KeyRow> kept = evidence.tables().keys().stream()
                .collect(Collectors.toMap(KeyRow::key, row -> row, (one, other) -> one));
        Conclusion.of(evidence.calls()).stream()
                .filter(conclusion -> conclusion.is(Kind.BOOK) && conclusion.is(Status.REFUSED))
                .forEach(conclusion -> conclusion.calls().stream()
                        .map(call -> call.operation().key())
                        .distinct()
                        .filter(kept::containsKey)
                        .forEach(key -> broken.accept("%s was refused with %s, but basket %s exists"
                                .formatted(
                                        conclusion.operation(),
                                        conclusion.outcome().what(),
                                        kept.get(key).basket()))));
    }
}
