package org.doorstep.platform.limit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells of what was refused because it was too much: in the metric {@code doorstep.limited}, and in one line a minute. */
@Component
public class Floods {

    private static final Logger LOG = LoggerFactory.getLogger(Floods.class);

    private final Map<String, LongAdder> untold = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    Floods(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param kind one of few fixed words, never something of the caller's */
    public void refused(String kind) {
        untold.computeIfAbsent(kind, same -> new LongAdder()).increment();
        meters.counter("doorstep.limited", "kind", kind).increment();
    }

    @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    public void tell() {
        Map<String, Long> told = new TreeMap<>();
        untold.forEach((kind, count) -> {
            long since = count.sumThenReset();
            if (since > 0) {
                told.put(kind, since);
            }
        });
        if (!told.isEmpty()) {
            LOG.warn("Too much was asked for, and refused, in the last minute: {}", told);
        }
    }
}
