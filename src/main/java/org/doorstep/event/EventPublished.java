package org.doorstep.event;

import java.util.List;

/** The event and its sessions can be found and booked. */
record EventPublished(Event event, List<Session> sessions) {}
