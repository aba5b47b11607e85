package org.doorstep.platform.outbox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.FluxSink;

/** One subscriber, and which of its objects it has not been told of yet. */
final class Watcher {

    private final Set<UUID> ids;
    private final FluxSink<Set<UUID>> sink;
    private final AtomicInteger wanted = new AtomicInteger();
    private Set<UUID> untold;

    Watcher(Set<UUID> ids, FluxSink<Set<UUID>> sink) {
        this.ids = Set.copyOf(ids);
        this.sink = sink;
        this.untold = new LinkedHashSet<>(ids);
    }

    Set<UUID> ids() {
        return ids;
    }

    void changed(UUID id) {
        synchronized (this) {
            untold.add(id);
        }
        drain();
    }

    void allMayHaveChanged() {
        synchronized (this) {
            untold.addAll(ids);
        }
        drain();
    }

    /** Tells as much as was asked for; whoever comes while another thread tells leaves it to that thread. */
    void drain() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            while (sink.requestedFromDownstream() > 0) {
                Set<UUID> told = take();
                if (told.isEmpty()) {
                    break;
                }
                sink.next(told);
            }
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized Set<UUID> take() {
        Set<UUID> taken = untold;
        untold = new LinkedHashSet<>();
        return taken;
    }
}
