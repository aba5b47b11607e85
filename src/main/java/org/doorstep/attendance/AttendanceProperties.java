package org.doorstep.attendance;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a child's day.
 *
 * @param noShowGrace how long after a session those who did not come are still waited for
 * @param arrivalCodeLife how long a code that a family shows at the door is valid
 * @param overdueAfter how long after a session each of the three steps is taken for a child whom nobody collected
 */
@ConfigurationProperties("doorstep.attendance")
record AttendanceProperties(
        @DefaultValue("30m") Duration noShowGrace,
        @DefaultValue("15m") Duration arrivalCodeLife,
        @DefaultValue({"0m", "15m", "30m"}) List<Duration> overdueAfter) {

    private static final int STEPS = 3;

    AttendanceProperties {
        overdueAfter = List.copyOf(overdueAfter);
        if (overdueAfter.size() != STEPS
                || !overdueAfter.stream().sorted().toList().equals(overdueAfter)) {
            throw new IllegalArgumentException("doorstep.attendance.overdue-after takes three durations that grow");
        }
    }
}
