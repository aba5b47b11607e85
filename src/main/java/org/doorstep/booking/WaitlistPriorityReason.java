package org.doorstep.booking;

/** Why a family was given its priority. */
public enum WaitlistPriorityReason {
    HARDSHIP,
    NO_CARER_AT_HOME,
    REFERRED,
    CORRECTION
}
