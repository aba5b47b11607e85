package org.doorstep.funding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What follows from linear facts about whole numbers: the bounds of each are narrowed until nothing follows any more. A number
 * whose bounds meet is known.
 */
final class Deduction {

    private static final int ROUNDS = 10_000;

    /** Inclusive bounds; the number is a multiple of {@code step}. */
    private static final class Bounds {
        private int low;
        private int high;
        private final int step;

        Bounds(int low, int high, int step) {
            this.low = low;
            this.high = high;
            this.step = step;
        }

        boolean narrow(int toLow, int toHigh) {
            int newLow = Math.max(low, (int) ceilDiv(toLow, step) * step);
            int newHigh = Math.min(high, Math.floorDiv(toHigh, step) * step);
            if (newLow == low && newHigh == high) {
                return false;
            }
            if (newLow > newHigh) {
                throw new IllegalStateException("The facts contradict each other");
            }
            low = newLow;
            high = newHigh;
            return true;
        }
    }

    /** The sum of the numbers, each times its factor, lies between two bounds. */
    private record Fact(Map<Object, Integer> sum, long low, long high) {}

    private final Map<Object, Bounds> numbers = new LinkedHashMap<>();
    private final List<Fact> facts = new ArrayList<>();

    /** A number between two bounds; said again, both hold. */
    void number(Object name, int low, int high) {
        number(name, low, high, 1);
    }

    void number(Object name, int low, int high, int step) {
        numbers.computeIfAbsent(name, n -> new Bounds(low, high, step)).narrow(low, high);
    }

    void fact(Map<Object, Integer> sum, long low, long high) {
        facts.add(new Fact(Map.copyOf(sum), low, high));
    }

    void atMost(Map<Object, Integer> sum, long high) {
        fact(sum, Integer.MIN_VALUE, high);
    }

    Deduction solve() {
        boolean changed = true;
        for (int round = 0; changed && round < ROUNDS; round++) {
            changed = false;
            for (Fact fact : facts) {
                changed |= narrow(fact);
            }
        }
        return this;
    }

    private boolean narrow(Fact fact) {
        long least = 0;
        long most = 0;
        for (Map.Entry<Object, Integer> term : fact.sum().entrySet()) {
            Bounds bounds = of(term.getKey());
            int factor = term.getValue();
            least += (long) factor * (factor > 0 ? bounds.low : bounds.high);
            most += (long) factor * (factor > 0 ? bounds.high : bounds.low);
        }
        for (Map.Entry<Object, Integer> term : fact.sum().entrySet()) {
            Bounds bounds = of(term.getKey());
            int factor = term.getValue();
            long othersLeast = least - (long) factor * (factor > 0 ? bounds.low : bounds.high);
            long othersMost = most - (long) factor * (factor > 0 ? bounds.high : bounds.low);
            // factor × number lies between these
            long low = fact.low() - othersMost;
            long high = fact.high() - othersLeast;
            int toLow = clamp(factor > 0 ? ceilDiv(low, factor) : ceilDiv(high, factor));
            int toHigh = clamp(factor > 0 ? Math.floorDiv(high, factor) : Math.floorDiv(low, factor));
            if (bounds.narrow(toLow, toHigh)) {
                return true;
            }
        }
        return false;
    }

    private static long ceilDiv(long value, long by) {
        return -Math.floorDiv(-value, by);
    }

    private static int clamp(long value) {
        return (int) Math.max(-1_000_000, Math.min(1_000_000, value));
    }

    int low(Object name) {
        return of(name).low;
    }

    int high(Object name) {
        return of(name).high;
    }

    boolean knows(Object name) {
        return low(name) == high(name);
    }

    private Bounds of(Object name) {
        return Objects.requireNonNull(numbers.get(name), () -> "no number " + name);
    }
}
