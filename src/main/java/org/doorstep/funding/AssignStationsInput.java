package org.doorstep.funding;

import java.util.List;

/** The stations of a project. */
record AssignStationsInput(String projectId, List<String> stationIds) {}
