package org.doorstep.identity;

/** The answer to a sign-out. */
sealed interface SignOutResult permits SignedOut {}
