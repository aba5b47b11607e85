package org.doorstep.undeclared.low;
