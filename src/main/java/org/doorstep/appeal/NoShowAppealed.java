package org.doorstep.appeal;

/** The station will decide. */
record NoShowAppealed(NoShowAppeal appeal) {}
