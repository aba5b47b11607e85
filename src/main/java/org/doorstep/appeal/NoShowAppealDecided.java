package org.doorstep.appeal;

/** The appeal is decided. */
record NoShowAppealDecided(NoShowAppeal appeal) {}
