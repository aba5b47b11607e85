package org.doorstep.identity;

/** Asks WeChat for the phone that a code stands for. */
record PhoneNumberRequest(String code) {

    /** Names no code, since records end up in logs. */
    @Override
    public String toString() {
        return "PhoneNumberRequest";
    }
}
