package org.doorstep.family;

import org.doorstep.event.ConsentPurpose;

/** A consent to take back. */
record WithdrawConsentInput(String childId, ConsentPurpose purpose) {}
