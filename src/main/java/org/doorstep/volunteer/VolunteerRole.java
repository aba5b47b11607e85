package org.doorstep.volunteer;

/** What a volunteer stands for in a shift or a team. */
record VolunteerRole(String code, String name, String nameEn) {}
