package org.doorstep.identity;

import org.doorstep.identity.SignOut.SignedOut;

/** The answer to a sign-out. */
sealed interface SignOutResult permits SignedOut {}
