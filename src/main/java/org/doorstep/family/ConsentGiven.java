package org.doorstep.family;

/** The consent is in force. */
record ConsentGiven(Consent consent) {}
