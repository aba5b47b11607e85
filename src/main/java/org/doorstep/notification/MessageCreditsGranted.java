package org.doorstep.notification;

import java.util.List;

/** All credits of the person, after a tap was recorded. */
record MessageCreditsGranted(List<MessageCredit> credits) {}
