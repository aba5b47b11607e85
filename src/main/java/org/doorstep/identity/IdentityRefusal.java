package org.doorstep.identity;

import org.doorstep.platform.refusal.Refusal;

/** How a sign-in, or a change of the own profile, is refused. */
sealed interface IdentityRefusal extends Refusal {

    /** Nobody was signed in. */
    record SignInRefused(String code) implements SignInResult, IdentityRefusal {

        static final SignInRefused WECHAT_CODE_INVALID = new SignInRefused("WECHAT_CODE_INVALID");
        static final SignInRefused WECHAT_CODE_USED = new SignInRefused("WECHAT_CODE_USED");
        static final SignInRefused WECHAT_RATE_LIMITED = new SignInRefused("WECHAT_RATE_LIMITED");
        static final SignInRefused WECHAT_USER_BLOCKED = new SignInRefused("WECHAT_USER_BLOCKED");
        static final SignInRefused WECHAT_NOT_CONFIGURED = new SignInRefused("WECHAT_NOT_CONFIGURED");
        static final SignInRefused REFRESH_TOKEN_INVALID = new SignInRefused("REFRESH_TOKEN_INVALID");
        static final SignInRefused DEMO_PERSONA_MISSING = new SignInRefused("DEMO_PERSONA_MISSING");
    }

    /** A child is booked where the guardian who booked must be reachable. */
    record PhoneNeeded() implements IdentityRefusal {}

    /** WeChat gave no phone. */
    record PhoneRefused(String code) implements IdentityRefusal {

        static final PhoneRefused PHONE_CODE_INVALID = new PhoneRefused("PHONE_CODE_INVALID");
        static final PhoneRefused PHONE_RATE_LIMITED = new PhoneRefused("PHONE_RATE_LIMITED");
        static final PhoneRefused WECHAT_NOT_CONFIGURED = new PhoneRefused("WECHAT_NOT_CONFIGURED");
    }
}
