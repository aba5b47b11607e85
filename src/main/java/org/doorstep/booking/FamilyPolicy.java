package org.doorstep.booking;

/** Whether siblings are booked together. */
enum FamilyPolicy {
    ALL_OR_NOTHING,
    ANY
}
