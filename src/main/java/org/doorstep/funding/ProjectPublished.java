package org.doorstep.funding;

/** Everyone may see the project. */
record ProjectPublished(Project project) {}
