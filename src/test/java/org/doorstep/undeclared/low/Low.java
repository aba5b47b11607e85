package org.doorstep.undeclared.low;

/** What {@code high} uses. */
public class Low {}
