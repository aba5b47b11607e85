package org.doorstep.attendance;

/** What was taken back. */
enum CorrectionKind {
    ARRIVAL,
    DEPARTURE,
    NO_SHOW
}
