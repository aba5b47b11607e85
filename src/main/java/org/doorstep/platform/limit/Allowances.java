package org.doorstep.platform.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives out allowances by kind and key on this instance. A minute's worth may be taken at once and comes back evenly.
 * Memory is bounded: of very many keys those that were not heard of for long are forgotten, and begin anew.
 */
@Component
public class Allowances {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MANY = 50_000;

    private record Kind(long perMinute, LoadingCache<Object, Bucket> buckets) {}

    private final Map<Allowance, Kind> kinds = new EnumMap<>(Allowance.class);
    private final Floods floods;

    Allowances(LimitProperties properties, Floods floods) {
        this.floods = floods;
        for (Allowance allowance : Allowance.values()) {
            long perMinute = allowance.perMinute(properties);
            if (perMinute > 0) {
                kinds.put(allowance, new Kind(perMinute, buckets(perMinute)));
            }
        }
    }

    /** Takes one, or ends in {@link Exhausted}; each subscription is an attempt of its own. */
    public Mono<Void> take(Allowance allowance, Object key) {
        return Mono.fromRunnable(() -> take(allowance, key, 1));
    }

    /** Takes an amount, at most a minute's worth, or throws {@link Exhausted} and takes nothing. */
    public void take(Allowance allowance, Object key, long amount) {
        Kind kind = kinds.get(allowance);
        if (kind == null || amount <= 0) {
            return;
        }
        ConsumptionProbe probe =
                kind.buckets().get(key).tryConsumeAndReturnRemaining(Math.min(amount, kind.perMinute()));
        if (!probe.isConsumed()) {
            floods.refused(allowance.tag());
            throw new Exhausted(allowance, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private static LoadingCache<Object, Bucket> buckets(long perMinute) {
        return Caffeine.newBuilder()
                .maximumSize(MANY)
                .expireAfterAccess(MINUTE.multipliedBy(2))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                        .build());
    }
}
