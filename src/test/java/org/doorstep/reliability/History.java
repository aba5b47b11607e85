package org.doorstep.reliability;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Every call as it happened, in memory for the checker and in a file for people. */
final class History implements AutoCloseable {

    private final AtomicLong numbers = new AtomicLong();
    private final List<Call> ended = new ArrayList<>();
    private final Set<Operation> inFlight = new HashSet<>();
    private final BufferedWriter file;

    History(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the next operation. */
    long next() {
        return numbers.incrementAndGet();
    }

    /** Writes the invocation down, makes the call, and writes down how it ended. */
    Outcome record(Operation operation, Function<Operation, Outcome> call) {
        long invokedAt = invoke(operation);
        Outcome outcome = call.apply(operation);
        end(new Call(operation, invokedAt, System.nanoTime(), outcome));
        return outcome;
    }

    private synchronized long invoke(Operation operation) {
        inFlight.add(operation);
        long now = System.nanoTime();
        write("%d invoke %s%n".formatted(now, operation));
        return now;
    }

    private synchronized void end(Call call) {
        inFlight.remove(call.operation());
        ended.add(call);
        Outcome outcome = call.outcome();
        write("%d %s %s: %s %s%n"
                .formatted(call.endedAt(), outcome.status(), call.operation(), outcome.what(), outcome.bookings()));
    }

    private void write(String line) {
        try {
            file.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Call> calls() {
        return List.copyOf(ended);
    }

    /** How many calls nobody has an answer to yet. */
    synchronized int inFlight() {
        return inFlight.size();
    }

    /** The operations of which nothing is known for sure, the oldest first. */
    synchronized List<Operation> unresolved() {
        Map<Long, Call> last = new LinkedHashMap<>();
        ended.forEach(call -> last.merge(
                call.operation().number(), call, (one, other) -> other.is(Outcome.Status.UNKNOWN) ? one : other));
        return last.values().stream()
                .filter(call -> call.is(Outcome.Status.UNKNOWN) && !call.is(Operation.Kind.READ))
                .map(Call::operation)
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
