package org.doorstep.volunteer;

/** The team exists. */
record TeamCreated(Team team) {}
