package org.doorstep.funding;

/**
 * How many different children came.
 *
 * @param told of them in what is told to those who may not see exact figures
 * @param set the same for the same children among those
 */
record Children(int exact, int told, long set) {

    static final Children NONE = new Children(0, 0, 0);
}
