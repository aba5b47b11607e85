package org.doorstep.incident;

/** What the station must look into. */
public enum IncidentKind {
    BARRED_COLLECTOR,
    PASS_LOCKED,
    RELEASED_TWICE,
    OPEN_AT_CLOSING,
    OVERDUE,
    BROUGHT_BY_BARRED,
    RELEASED_TO_BARRED,
    RELEASED_TO_UNLISTED,
    LEFT_ALONE_UNALLOWED,
    BROUGHT_WHILE_HERE
}
