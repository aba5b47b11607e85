package org.doorstep.privacy;

/** The end of an account. */
record DeleteMyAccountInput(boolean confirmed) {}
