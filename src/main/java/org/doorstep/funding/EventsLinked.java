package org.doorstep.funding;

/** These events and no others count toward the project. */
record EventsLinked(Project project) {}
