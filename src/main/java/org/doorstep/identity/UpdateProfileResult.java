package org.doorstep.identity;

/** The answer to a change of the profile. */
sealed interface UpdateProfileResult permits ProfileUpdated, ProfileRefused {}
