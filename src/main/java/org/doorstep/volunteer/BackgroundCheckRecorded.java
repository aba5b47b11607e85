package org.doorstep.volunteer;

/** The check is on record. */
record BackgroundCheckRecorded(Volunteer volunteer) {}
