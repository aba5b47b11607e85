package org.doorstep.volunteer;

/** The caller is a volunteer. */
record VolunteerRegistered(Volunteer volunteer) {}
