package org.doorstep.privacy;

/** A child to delete. */
record DeleteChildInput(String childId) {}
