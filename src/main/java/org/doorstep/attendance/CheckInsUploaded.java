package org.doorstep.attendance;

import java.util.List;

/** The answer to each check-in, in the order of the input. */
record CheckInsUploaded(List<Object> results) {}
