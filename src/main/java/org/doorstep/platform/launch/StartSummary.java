package org.doorstep.platform.launch;

/** One phrase about the database in use, for {@link ReadyLines}. */
@FunctionalInterface
public interface StartSummary {

    String line();
}
