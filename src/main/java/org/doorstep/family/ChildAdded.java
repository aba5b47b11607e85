package org.doorstep.family;

/** The child belongs to the family. */
record ChildAdded(Child child) {}
