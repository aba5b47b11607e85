package org.doorstep.attendance;

/** Who brings or takes a child. */
enum EscortKind {
    COLLECTOR,
    GUARDIAN,
    PASS_HOLDER,
    UNLISTED
}
