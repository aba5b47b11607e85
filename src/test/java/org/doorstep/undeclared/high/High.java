package org.doorstep.undeclared.high;

import org.doorstep.undeclared.low.Low;

/** Uses what its package does not say it may use. */
record High(Low low) {}
