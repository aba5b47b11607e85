package org.doorstep.family;

/** The child has changed. */
public record ChildUpdated(Child child) {}
