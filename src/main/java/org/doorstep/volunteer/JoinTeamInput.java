package org.doorstep.volunteer;

/** A team to join. */
record JoinTeamInput(String teamId) {}
