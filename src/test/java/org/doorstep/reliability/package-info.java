/** The proof that bookings hold under faults: clients write down what happened, and a checker judges it. */
@NullMarked
package org.doorstep.reliability;

import org.jspecify.annotations.NullMarked;
