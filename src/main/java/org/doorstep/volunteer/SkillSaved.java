package org.doorstep.volunteer;

/** The skill stands in the reference data. */
record SkillSaved(Skill skill) {}
