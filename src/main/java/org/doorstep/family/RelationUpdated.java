package org.doorstep.family;

/** What the guardian is to the children is known. */
record RelationUpdated(GuardianRelation relation) {}
