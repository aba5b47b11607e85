package org.doorstep.family;

/** The person is no longer barred. */
record BarLifted(String barId) {}
