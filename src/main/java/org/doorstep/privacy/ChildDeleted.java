package org.doorstep.privacy;

import java.time.LocalDate;

/** What identified the child is gone. */
record ChildDeleted(String childId, LocalDate keptUntil) {}
