package org.doorstep.family;

/** The consent is in force no more. */
record ConsentWithdrawn(Consent consent) {}
