package org.doorstep.reliability;

import java.nio.file.Path;
import java.time.Duration;

/** How long and with which seed the faults are run: a few seconds in each build, minutes by command. */
final class Settings {

    /** The seed of all that the workload chooses by chance; {@code -Dreliability.seed=…}. */
    static final long SEED = Long.getLong("reliability.seed", 20270501L);

    private static final Integer MINUTES = Integer.getInteger("reliability.minutes");

    private Settings() {}

    /** How long to run: as said here in a build, as long as {@code -Dreliability.minutes=…} says in a long run. */
    static Duration time(Duration inEachBuild) {
        return MINUTES == null ? inEachBuild : Duration.ofMinutes(MINUTES);
    }

    /** How often to do something: as said here in a build, and more often in a long run. */
    static int times(int inEachBuild, int inLongRun) {
        return MINUTES == null ? inEachBuild : inLongRun;
    }

    /** Where histories and the logs of servers are left to be read. */
    static Path folder() {
        return Path.of("target", "reliability").toAbsolutePath();
    }
}
