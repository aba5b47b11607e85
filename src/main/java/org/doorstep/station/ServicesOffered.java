package org.doorstep.station;

/** The station offers the services it was asked to, and no others. */
record ServicesOffered(Station station) {}
