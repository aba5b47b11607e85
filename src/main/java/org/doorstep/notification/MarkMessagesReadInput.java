package org.doorstep.notification;

import java.util.List;

/** Messages that a person has seen. */
record MarkMessagesReadInput(List<String> messageIds) {}
