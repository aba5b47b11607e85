package org.doorstep.funding;

/** The foundation funds the project. */
record GrantAwarded(Grant grant) {}
