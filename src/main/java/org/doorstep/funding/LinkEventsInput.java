package org.doorstep.funding;

import java.util.List;

/** The events of a project. */
record LinkEventsInput(String projectId, List<String> eventIds) {}
