package org.doorstep.station;

import org.jspecify.annotations.Nullable;

/** A room or a piece of equipment of a station. */
record Facility(String name, @Nullable Integer capacity, boolean wheelchairAccessible) {}
