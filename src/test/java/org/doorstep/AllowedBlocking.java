package org.doorstep;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The calls that may read a file on an event loop, each with the reason why it does not wait. */
public class AllowedBlocking implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder
                // sentences are read from the class path once, as classes are, which BlockHound lets pass too
                .allowBlockingCallsInside("java.util.ResourceBundle", "getBundleImpl")
                // the lock is held while a counter is increased, never across a read or a write
                .allowBlockingCallsInside("com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory", "create")
                // the lock is held while what a document selects is worked out, once, in memory
                .allowBlockingCallsInside("graphql.util.InterThreadMemoizedSupplier", "get")
                // /dev/urandom answers from memory
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
    }
}
