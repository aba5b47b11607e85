package org.doorstep.family;

/** The consent is in force no more. */
public record ConsentWithdrawn(Consent consent) {}
