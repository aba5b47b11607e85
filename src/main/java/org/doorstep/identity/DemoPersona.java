package org.doorstep.identity;

/** The persons of the sample data, one for each kind of user. */
public enum DemoPersona {
    PARENT,
    OTHER_PARENT,
    STAFF,
    MASTER,
    VOLUNTEER,
    EXECUTIVE,
    FEDERATION,
    FOUNDATION,
    ADMIN
}
