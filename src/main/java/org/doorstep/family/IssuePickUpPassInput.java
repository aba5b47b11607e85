package org.doorstep.family;

import java.time.LocalDate;

/** A pass for one day. */
record IssuePickUpPassInput(String childId, String collectorName, LocalDate day) {}
