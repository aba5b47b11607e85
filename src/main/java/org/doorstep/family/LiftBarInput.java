package org.doorstep.family;

/** A bar to lift. */
record LiftBarInput(String barId) {}
