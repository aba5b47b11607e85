package org.doorstep.identity;

import org.doorstep.platform.refusal.Refusal;

/** WeChat gave no phone. */
record PhoneRefused(String code) implements Refusal {

    static final PhoneRefused PHONE_CODE_INVALID = new PhoneRefused("PHONE_CODE_INVALID");
    static final PhoneRefused PHONE_RATE_LIMITED = new PhoneRefused("PHONE_RATE_LIMITED");
    static final PhoneRefused WECHAT_NOT_CONFIGURED = new PhoneRefused("WECHAT_NOT_CONFIGURED");
}
