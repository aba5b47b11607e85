package org.doorstep.identity;

import org.doorstep.platform.refusal.Refusal;

/** Nothing was changed. */
record ProfileRefused(String code) implements UpdateProfileResult, Refusal {

    static final ProfileRefused NAME_INVALID = new ProfileRefused("PROFILE_NAME_INVALID");
}
