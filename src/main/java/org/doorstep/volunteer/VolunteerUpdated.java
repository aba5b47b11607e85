package org.doorstep.volunteer;

/** The profile was changed. */
record VolunteerUpdated(Volunteer volunteer) {}
