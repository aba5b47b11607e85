package org.doorstep.family;

/** The person is barred. */
record PersonBarred(BarredPerson barredPerson) {}
