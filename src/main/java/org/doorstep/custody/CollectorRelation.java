package org.doorstep.custody;

/** What a collector is to the child. */
public enum CollectorRelation {
    PARENT,
    GRANDPARENT,
    RELATIVE,
    NEIGHBOUR,
    OTHER
}
