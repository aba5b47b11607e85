package org.doorstep.notification;

import java.util.List;

/** How many messages may be sent to a person by a template. */
record MessageCredit(String template, List<MessageKind> kinds, Integer balance) {}
