package org.doorstep.attendance;

/** A child that leaves. */
record RecordDepartureInput(String bookingId, CollectedByInput collectedBy, IdentityCheck verifiedHow) {}
