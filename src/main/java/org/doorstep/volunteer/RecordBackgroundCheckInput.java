package org.doorstep.volunteer;

import java.time.LocalDate;

/** A background check that was passed. */
record RecordBackgroundCheckInput(String volunteerId, LocalDate validUntil) {}
