package org.doorstep.attendance;

/** What became of an incident. */
record ResolveIncidentInput(String incidentId, String note) {}
