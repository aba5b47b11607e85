package org.doorstep.catalog;

/** The service has changed. */
record ServiceUpdated(Service service) {}
