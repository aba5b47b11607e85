package org.doorstep.attendance;

import java.util.UUID;

/** It was uploaded before; nothing changed. */
record CheckInRepeated(UUID nonce, RosterEntry entry) {}
