package org.doorstep.funding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FixedRoundingTests {

    private static final int MANY = 200;

    @Test
    void it_is_right_on_average() {
        for (int count = 0; count < MANY; count++) {
            int of = count;
            assertThat(IntStream.rangeClosed(1, FixedRounding.STEP)
                            .map(threshold -> FixedRounding.rounded(of, MANY + 5, threshold))
                            .average())
                    .hasValue(count);
        }
    }

    @Test
    void it_is_a_multiple_of_five_and_at_most_four_off() {
        for (int count = 0; count < MANY; count++) {
            for (int threshold = 1; threshold <= FixedRounding.STEP; threshold++) {
                int told = FixedRounding.rounded(count, count, threshold);
                assertThat(told % FixedRounding.STEP).isEqualTo(0);
                assertThat(told - count).isBetween(-4, 4);
            }
        }
    }

    /** Places that were taken are known at the most; however many, what is told has never one cause alone. */
    @Test
    void whatever_is_told_at_least_two_counts_may_stand_behind_it() {
        for (int places = 1; places < MANY; places++) {
            Map<Integer, Set<Integer>> causes = new HashMap<>();
            for (int count = 0; count <= places; count++) {
                for (int threshold = 1; threshold <= FixedRounding.STEP; threshold++) {
                    causes.computeIfAbsent(FixedRounding.rounded(count, places, threshold), told -> new TreeSet<>())
                            .add(count);
                }
            }
            assertThat(causes.values()).allSatisfy(counts -> assertThat(counts).hasSizeGreaterThan(1));
        }
    }
}
