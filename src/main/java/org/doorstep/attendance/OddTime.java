package org.doorstep.attendance;

/** What is odd about a moment that was recorded. */
enum OddTime {
    BEFORE_OPENING,
    AFTER_END,
    AFTER_DAY,
    RECORDED_LATE
}
