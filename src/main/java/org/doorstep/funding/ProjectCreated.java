package org.doorstep.funding;

/** The project exists. */
record ProjectCreated(Project project) {}
