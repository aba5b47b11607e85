package org.doorstep.booking;

import java.util.List;
import org.doorstep.event.Session;

/** The session takes place at the new time. */
record SessionMoved(Session session, int released, int offered, List<String> bookingsThatNoLongerFit) {}
