package org.doorstep.booking;

/** What happens when a session of a series cannot be booked. */
enum OnProblem {
    FAIL_ALL,
    SKIP_AND_REPORT
}
