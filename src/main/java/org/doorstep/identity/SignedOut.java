package org.doorstep.identity;

/** The session has ended, or there was none. */
record SignedOut(boolean ended) implements SignOutResult {}
