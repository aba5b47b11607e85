package org.doorstep.attendance;

/** The incident is resolved. */
record IncidentResolved(Incident incident) {}
