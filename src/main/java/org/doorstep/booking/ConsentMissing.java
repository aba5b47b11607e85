package org.doorstep.booking;

import java.util.List;
import org.doorstep.event.ConsentPurpose;
import org.doorstep.platform.refusal.Refusal;

/** A consent that the event needs is not in force for the child. */
public record ConsentMissing(String childId, List<ConsentPurpose> purposes) implements Refusal {}
