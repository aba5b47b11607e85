package org.doorstep.funding;

/** What the rows of an outcome report tell apart. */
enum OutcomeDimension {
    MONTH,
    STATION
}
