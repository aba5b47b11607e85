package org.doorstep.volunteer;

/** The caller is a member. */
record TeamJoined(Team team) {}
