package org.doorstep.family;

/** A consent to give. */
record GiveConsentInput(String childId, ConsentInput consent) {}
