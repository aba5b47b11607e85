package org.doorstep.platform.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Work that comes back by the clock: when it fails, one line says so, and the next time tries again. */
public final class Chores {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private Chores() {}

    /** @param name a few words for the log */
    public static Mono<Void> chore(String name, Mono<?> work) {
        return work.then().onErrorResume(failure -> {
            LOG.warn(
                    "{} failed and will be tried again: {}",
                    name,
                    failure.getClass().getName());
            return Mono.empty();
        });
    }
}
