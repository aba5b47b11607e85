package org.doorstep.privacy;

import java.time.LocalDate;

/** What identified the person is gone, and so are the children whose only guardian it was. */
record AccountDeleted(LocalDate keptUntil) {}
