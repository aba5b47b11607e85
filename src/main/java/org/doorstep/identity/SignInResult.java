package org.doorstep.identity;

/** The answer to a sign-in or a refresh. */
sealed interface SignInResult permits SignedIn, SignInRefused {}
