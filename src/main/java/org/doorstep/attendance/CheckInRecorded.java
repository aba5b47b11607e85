package org.doorstep.attendance;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the device recorded is on record. */
record CheckInRecorded(
        UUID nonce, RosterEntry entry, @Nullable IncidentKind incident) {}
