package org.doorstep.platform.page;

/** An item of a list with its cursor. */
public record Edge<T>(String cursor, T node) {}
