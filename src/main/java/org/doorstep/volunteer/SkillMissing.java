package org.doorstep.volunteer;

import org.doorstep.platform.refusal.Refusal;

/** The volunteer does not have the skill that the shift needs. */
record SkillMissing() implements Refusal {}
