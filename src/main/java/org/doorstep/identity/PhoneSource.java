package org.doorstep.identity;

/** Who said that a phone is a person's. */
enum PhoneSource {
    WECHAT,
    ENTERED
}
