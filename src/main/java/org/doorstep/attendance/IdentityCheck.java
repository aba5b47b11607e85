package org.doorstep.attendance;

/** How staff knew who collects a child. */
enum IdentityCheck {
    KNOWN_PERSONALLY,
    IDENTITY_CARD,
    PHONE_CALL
}
