package org.doorstep.notification;

import java.util.List;

/** Messages that are read. */
record MessagesMarkedRead(List<Message> messages) {}
