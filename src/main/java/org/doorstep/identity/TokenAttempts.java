package org.doorstep.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts failed attempts to get a token, by client id and by address, on this instance. */
@Component
class TokenAttempts {

    static final int PER_CLIENT = 10;
    static final int PER_ADDRESS = 30;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MANY = 20_000;

    private final LoadingCache<String, Bucket> clients = buckets(PER_CLIENT);
    private final LoadingCache<String, Bucket> addresses = buckets(PER_ADDRESS);

    /** An attempt that counts as failed until it is said to have succeeded. */
    record Attempt(List<Bucket> buckets, Duration retryAfter) {

        boolean isAllowed() {
            return retryAfter.isZero();
        }

        void succeeded() {
            buckets.forEach(bucket -> bucket.addTokens(1));
        }
    }

    Attempt begin(String clientId, String address) {
        List<Bucket> buckets = List.of(addresses.get(address), clients.get(clientId));
        for (Bucket bucket : buckets) {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                return new Attempt(
                        List.of(),
                        Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
            }
        }
        return new Attempt(buckets, Duration.ZERO);
    }

    private static LoadingCache<String, Bucket> buckets(int failures) {
        return Caffeine.newBuilder()
                .maximumSize(MANY)
                .expireAfterAccess(PERIOD.multipliedBy(2))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(failures).refillGreedy(failures, PERIOD))
                        .build());
    }
}
