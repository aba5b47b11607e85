package org.doorstep.platform.audit;

import reactor.core.publisher.Mono;

/** Where the head of the record is kept outside of the database. */
interface HeadPlace {

    /** What was kept last; empty when there is nothing yet. Fails when the place cannot be reached or read. */
    Mono<OutsideHead> read();

    /** Replaces what was kept, at once or not at all. */
    Mono<Void> write(OutsideHead head);
}
