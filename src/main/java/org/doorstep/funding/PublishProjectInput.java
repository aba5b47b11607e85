package org.doorstep.funding;

/** The project to publish. */
record PublishProjectInput(String projectId) {}
