package org.doorstep;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Sentences are read from the class path once, as classes are, which BlockHound lets pass too. */
public class ResourceBundlesMayLoad implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("java.util.ResourceBundle", "getBundleImpl");
    }
}
