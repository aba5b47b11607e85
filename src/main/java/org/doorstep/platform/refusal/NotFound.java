package org.doorstep.platform.refusal;

/** The object of a mutation does not exist, or the caller may not see it: the two look the same. */
public record NotFound(String id) implements Refusal {}
