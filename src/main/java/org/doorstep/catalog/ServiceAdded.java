package org.doorstep.catalog;

/** The service stands in the catalogue. */
record ServiceAdded(Service service) {}
