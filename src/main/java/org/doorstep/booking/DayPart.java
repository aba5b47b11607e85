package org.doorstep.booking;

/** Which sessions of a day are meant, by their start in Asia/Shanghai. */
enum DayPart {
    WHOLE_DAY,
    MORNING,
    AFTERNOON
}
