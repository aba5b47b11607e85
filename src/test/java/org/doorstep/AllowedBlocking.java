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
                // /dev/urandom answers from memory
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
    }
}
