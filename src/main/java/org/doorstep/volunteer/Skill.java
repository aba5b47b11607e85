package org.doorstep.volunteer;

/** Something a volunteer can do. */
record Skill(String code, String name, String nameEn) {}
