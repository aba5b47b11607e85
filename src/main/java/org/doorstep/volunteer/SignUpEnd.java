package org.doorstep.volunteer;

/** Why a station ended a sign-up. */
enum SignUpEnd {
    SESSION_MOVED,
    SESSION_CANCELLED
}
