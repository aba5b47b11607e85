package org.doorstep.reliability;

/**
 * One attempt at an operation.
 *
 * @param invokedAt nanoseconds of one clock for all clients
 * @param endedAt of the same clock; {@code Long.MAX_VALUE} while nothing is known
 */
record Call(Operation operation, long invokedAt, long endedAt, Outcome outcome) {

    boolean is(Outcome.Status status) {
        return outcome.status() == status;
    }

    boolean is(Operation.Kind kind) {
        return operation.kind() == kind;
    }
}
