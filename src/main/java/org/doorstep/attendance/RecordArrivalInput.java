package org.doorstep.attendance;

import org.jspecify.annotations.Nullable;

/** A child that came, by its booking or by the code that the family shows. */
record RecordArrivalInput(
        @Nullable String bookingId,
        @Nullable String arrivalCode,
        @Nullable EscortInput broughtBy,
        @Nullable String healthNote) {}
