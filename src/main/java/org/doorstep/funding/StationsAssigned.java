package org.doorstep.funding;

/** The project runs at these stations and no others. */
record StationsAssigned(Project project) {}
