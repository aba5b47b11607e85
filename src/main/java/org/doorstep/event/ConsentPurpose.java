package org.doorstep.event;

/** What a guardian's consent is for. */
public enum ConsentPurpose {
    CHILD_DATA,
    PHOTOGRAPHS,
    MEDICAL_CARE,
    ONLINE_SESSION,
    LEAVES_ALONE
}
