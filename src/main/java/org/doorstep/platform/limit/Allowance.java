package org.doorstep.platform.limit;

import java.util.Locale;
import java.util.function.ToLongFunction;

/** What is given out anew every minute, each kind by a key of its own. */
public enum Allowance {
    PERSON_COST(LimitProperties::personCost),
    CLIENT_COST(LimitProperties::clientCost),
    ADDRESS_COST(LimitProperties::addressCost),
    PERSON_CHANGES(LimitProperties::changes),
    CLIENT_CHANGES(LimitProperties::changes),
    ADDRESS_CHANGES(LimitProperties::changes),
    SIGN_INS(LimitProperties::signIns),
    PERSON_SIGN_INS(LimitProperties::personSignIns),
    REFRESHES(LimitProperties::refreshes),
    WRONG_REFRESHES(LimitProperties::wrongRefreshes),
    WRONG_CODES(LimitProperties::wrongCodes),
    PHONE_CODES(LimitProperties::phoneCodes),
    TOKEN_REQUESTS(LimitProperties::tokenRequests);

    private final ToLongFunction<LimitProperties> perMinute;

    Allowance(ToLongFunction<LimitProperties> perMinute) {
        this.perMinute = perMinute;
    }

    long perMinute(LimitProperties properties) {
        return perMinute.applyAsLong(properties);
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
