package org.doorstep.booking;

import java.util.List;
import org.doorstep.platform.refusal.Refusal;

/** The guardian who books has left no name or no phone, and the child stays in the station's care. */
record ContactMissing(List<ContactPart> missing) implements Refusal {}
