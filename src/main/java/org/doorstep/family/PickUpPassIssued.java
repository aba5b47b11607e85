package org.doorstep.family;

import java.time.LocalDate;

/** The pass is in force; the code is shown this once. */
record PickUpPassIssued(String passCode, LocalDate day) {}
