package org.doorstep.family;

/** What a guardian is to the children of the family. */
public enum GuardianRelation {
    MOTHER,
    FATHER,
    GRANDPARENT,
    OTHER
}
