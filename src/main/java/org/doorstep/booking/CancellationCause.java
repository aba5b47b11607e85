package org.doorstep.booking;

/** Why a booking was cancelled. */
public enum CancellationCause {
    FAMILY,
    SESSION_CANCELLED,
    SESSION_MOVED,
    NOT_RECONFIRMED,
    CONSENT_WITHDRAWN,
    CHILD_DELETED
}
