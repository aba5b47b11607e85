package org.doorstep.family;

/** The child has changed. */
record ChildUpdated(Child child) {}
